"""Messages made from templates on their way out. Spec: events.md §4.2, v2.md §16."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from sesmock.domain.account import Account
    from sesmock.domain.drafts import Draft, TemplateUse


def fill(account: Account, draft: Draft, use: TemplateUse) -> None:
    """Give a draft the content that its template makes of the data.

    A template that cannot be rendered leaves a draft with a failure: SES accepts the message and delivers nothing.
    Raise `TemplateDoesNotExist`, `InvalidDataOnSend` or `InvalidParameter`; with ``strict_templates`` raise
    `MissingTemplateAttribute` for an attribute that the data lack.
    """
    template = _inline(use) if use.inline is not None else templates.get(account, _stored_name(account, use))
    try:
        data = rendering.read_data(use.data, template.name)
    except InvalidTemplateData as error:
        raise InvalidDataOnSend from error
    draft.template = UsedTemplate(use.name or (None if use.inline else template.name), use.arn, data)
    try:
        content = templates.render(template, data)
    except MissingRenderingAttribute as error:
        if account.world.options.strict_templates:
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
