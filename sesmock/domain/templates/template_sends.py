"""Render templates for sends. Spec: templates.md §2; sending.md §7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.mail.content import OutgoingContent, SimpleContent, Text, UsedTemplate
from sesmock.domain.templates import rendering, templates
from sesmock.domain.templates.errors import (
    IncompleteInlineTemplate,
    InvalidDataOnSend,
    InvalidRenderingParameter,
    InvalidTemplateData,
    MissingRenderingAttribute,
    TemplateDoesNotExist,
    UnsupportedTemplateOperations,
)
from sesmock.domain.templates.handlebars.nodes import Comment, Content, Mustache, Program
from sesmock.exceptions import MissingTemplateAttribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.mail.content import TemplatedContent
    from sesmock.domain.templates.handlebars.evaluator import Budget


def render(account: Account, content: TemplatedContent) -> OutgoingContent:
    """Return the content rendered from a template; raise the errors of `find`, `read_data` and `fill`."""
    template = find(account, content)
    return fill(content, template, read_data(content.data), strict=account.world.options.strict_templates)


def find(account: Account, content: TemplatedContent) -> templates.Template:
    """Return the stored or inline template of a request; raise `TemplateDoesNotExist` or `InvalidParameter`."""
    if content.inline is not None:
        return _inline(content)
    return templates.get(account, _stored_name(account, content))


def read_data(text: str) -> dict[str, Any]:
    """Return the template data of a send; raise `InvalidDataOnSend` if it is not a JSON object."""
    try:
        return rendering.read_data(text, "")
    except InvalidTemplateData as error:
        raise InvalidDataOnSend from error


def merge(defaults: Mapping[str, Any], replacements: Mapping[str, Any]) -> dict[str, Any]:
    """Return the default data with replacements merged in: objects key by key at every depth, other values as a whole.

    Spec: templates.md §3 [U].
    """
    # A loop instead of recursion, because data may be nested almost as deeply as Python's stack allows.
    result = dict(defaults)
    waiting = [(result, replacements)]
    while waiting:
        into, over = waiting.pop()
        for key, value in over.items():
            previous = into.get(key)
            if isinstance(previous, dict) and isinstance(value, dict):
                into[key] = inner = dict(previous)
                waiting.append((inner, value))
            else:
                into[key] = value
    return result


def fill(
    content: TemplatedContent,
    template: templates.Template,
    data: dict[str, Any],
    *,
    strict: bool,
    budget: Budget | None = None,
) -> OutgoingContent:
    """Return the content of a template rendered with data.

    A template that cannot be rendered is recorded as a failure: SES accepts the message and delivers nothing. If
    *strict*, raise `MissingTemplateAttribute` for an attribute without a value in the data.
    """
    used_template = UsedTemplate(
        content.name or (None if content.inline else template.name), content.arn, data
    )
    try:
        texts = templates.render(template, data, budget)
    except MissingRenderingAttribute as error:
        if strict:
            raise MissingTemplateAttribute(f"Template {template.name or '(inline)'}: {error}") from error
        return _without_texts(content, used_template, str(error))
    except InvalidRenderingParameter as error:
        return _without_texts(content, used_template, str(error))
    simple = SimpleContent(texts.subject, texts.text, texts.html, content.headers, content.attachments)
    return OutgoingContent(simple, used_template)


def _without_texts(content: TemplatedContent, used_template: UsedTemplate, failure: str) -> OutgoingContent:
    """Return the headers and attachments of a message whose texts could not be rendered."""
    rest = SimpleContent(Text(""), headers=content.headers, attachments=content.attachments)
    return OutgoingContent(rest, used_template, failure)


def _stored_name(account: Account, content: TemplatedContent) -> str:
    """Return the name of a stored template; raise `TemplateDoesNotExist` for the ARN of another region or account."""
    if content.name is not None:
        return content.name
    arn = content.arn or ""
    name = arn.removeprefix(account.arn("template/"))
    if name == arn:
        raise TemplateDoesNotExist(arn)
    return name


def _inline(content: TemplatedContent) -> templates.Template:
    """Return the template in the request, which may have plain substitutions only.

    Spec: sending.md §5 [U].
    """
    subject, text, html = content.inline or (None, None, None)
    template = templates.Template("", subject, text, html)
    if not subject or not (text or html):
        raise IncompleteInlineTemplate
    parts = {"subject": subject, "text": text, "html": html}
    template.programs = {name: rendering.compile_part(part, "") for name, part in parts.items() if part}
    if not all(map(_is_plain, template.programs.values())):
        raise UnsupportedTemplateOperations
    return template


def _is_plain(program: Program) -> bool:
    return all(
        isinstance(statement, (Content, Comment))
        or (isinstance(statement, Mustache) and statement.call.is_plain)
        for statement in program.body
    )
