"""Messages made from templates on their way out. Spec: events.md §4.2, v2.md §16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain import inferred, rendering, templates
from sesmock.domain.content import SimpleContent, Text
from sesmock.domain.drafts import UsedTemplate
from sesmock.domain.errors import (
    InvalidDataOnSend,
    InvalidParameter,
    InvalidRenderingParameter,
    InvalidTemplateData,
    MissingRenderingAttribute,
    TemplateDoesNotExist,
)
from sesmock.domain.handlebars.nodes import Comment, Content, Mustache, Program
from sesmock.exceptions import MissingTemplateAttribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.drafts import Draft, TemplateUse
    from sesmock.domain.handlebars.evaluator import Budget


def fill(account: Account, draft: Draft, use: TemplateUse) -> None:
    """Give a draft the content that a template makes of data; raise what `find`, `read_data` and `write` raise."""
    template = find(account, use)
    strict = account.world.options.strict_templates
    write(draft, use, template, read_data(use.data), strict=strict)


def find(account: Account, use: TemplateUse) -> templates.Template:
    """Return the template that a request names or holds; raise `TemplateDoesNotExist` or `InvalidParameter`."""
    return _inline(use) if use.inline is not None else templates.get(account, _stored_name(account, use))


def read_data(text: str) -> dict[str, Any]:
    """Return the data that a send gives for its template; raise `InvalidDataOnSend`."""
    try:
        return rendering.read_data(text, "")
    except InvalidTemplateData as error:
        raise InvalidDataOnSend from error


def merged(defaults: Mapping[str, Any], replacements: Mapping[str, Any]) -> dict[str, Any]:
    """Return data with others laid over them: objects key by key at every depth, all else as a whole.

    Spec: events.md §4.3 [Q].
    """
    result = dict(defaults)
    waiting = [(result, replacements)]
    while waiting:
        into, over = waiting.pop()
        for key, value in over.items():
            known = into.get(key)
            if isinstance(known, dict) and isinstance(value, dict):
                into[key] = inner = dict(known)
                waiting.append((inner, value))
            else:
                into[key] = value
    return result


def write(
    draft: Draft,
    use: TemplateUse,
    template: templates.Template,
    data: dict[str, Any],
    *,
    strict: bool,
    budget: Budget | None = None,
) -> None:
    """Give a draft the content that a template makes of data.

    A template that cannot be rendered leaves a draft with a failure: SES accepts the message and delivers nothing.
    If it is *strict*, raise `MissingTemplateAttribute` for an attribute that the data lack.
    """
    draft.template = UsedTemplate(use.name or (None if use.inline else template.name), use.arn, data)
    try:
        content = templates.render(template, data, budget)
    except MissingRenderingAttribute as error:
        if strict:
            raise MissingTemplateAttribute(f"Template {template.name or '(inline)'}: {error}") from error
        draft.rendering_failure = str(error)
        content = SimpleContent(Text(""))
    except InvalidRenderingParameter as error:
        draft.rendering_failure = str(error)
        content = SimpleContent(Text(""))
    draft.content = SimpleContent(content.subject, content.text, content.html, use.headers, use.attachments)


def _stored_name(account: Account, use: TemplateUse) -> str:
    """Return the name of a stored template; an ARN of elsewhere names none."""
    if use.name is not None:
        return use.name
    arn = use.arn or ""
    name = arn.removeprefix(account.arn("template/"))
    if name == arn:
        raise TemplateDoesNotExist(arn)
    return name


def _inline(use: TemplateUse) -> templates.Template:
    """Return the template that stands in the request: plain substitutions only. Spec: sending.md §2.9 [U]."""
    subject, text, html = use.inline or (None, None, None)
    template = templates.Template("", subject, text, html)
    if not subject or not (text or html):
        raise InvalidParameter(inferred.INCOMPLETE_INLINE_TEMPLATE)
    parts = {"subject": subject, "text": text, "html": html}
    template.programs = {name: rendering.compiled(part, "") for name, part in parts.items() if part}
    if not all(map(_is_plain, template.programs.values())):
        raise InvalidParameter("Template contains unsupported operations.")
    return template


def _is_plain(program: Program) -> bool:
    return all(
        isinstance(statement, (Content, Comment))
        or (isinstance(statement, Mustache) and statement.call.is_plain)
        for statement in program.body
    )
