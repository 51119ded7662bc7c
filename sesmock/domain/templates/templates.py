"""Stored templates, shared by SES v1 and v2. Spec: templates.md §4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

from sesmock.domain.clock import to_datetime
from sesmock.domain.mail import composing
from sesmock.domain.mail.content import SimpleContent, Text
from sesmock.domain.templates import rendering
from sesmock.domain.templates.errors import (
    InvalidTemplateName,
    NoTemplateBody,
    NoTemplateName,
    NoTemplateSubject,
    TemplateAlreadyExists,
    TemplateDoesNotExist,
    TemplateTooLarge,
    TooManyTemplates,
)
from sesmock.domain.templates.handlebars.evaluator import Budget

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.templates.handlebars.nodes import Program

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Spec: templates.md §4 [D].
MAX_TEMPLATES = 10_000
MAX_BYTES = 500 * 1024


@dataclass(slots=True)
class Template:
    """A template whose parts are compiled separately when it is stored."""

    name: str
    subject: str | None
    text: str | None
    html: str | None
    created_at: float = 0.0
    tags: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)


class _NewestFirst(Sequence[Template]):
    """A live view of templates, newest first.

    A slice copies only its own templates. Copying all 10,000 would account for a fifth of the time of each page.
    """

    def __init__(self, templates: dict[str, Template]) -> None:
        self._templates = templates

    @overload
    def __getitem__(self, index: int) -> Template: ...
    @overload
    def __getitem__(self, index: slice) -> list[Template]: ...
    def __getitem__(self, index: int | slice) -> Template | list[Template]:
        if isinstance(index, int):
            return self[index:][0]
        start, stop, step = index.indices(len(self))
        if step == 1 and start > len(self) // 2:  # then fewer templates are older than newer
            oldest_first = islice(self._templates.values(), len(self) - max(start, stop), len(self) - start)
            return list(oldest_first)[::-1]
        return list(islice(self, start, stop, step))

    def __len__(self) -> int:
        return len(self._templates)

    def __iter__(self) -> Iterator[Template]:
        return reversed(self._templates.values())


def create(account: Account, template: Template) -> None:
    """Store a template.

    Raise `InvalidParameter`, `InvalidTemplate`, `TemplateAlreadyExists` or `LimitExceeded`.
    """
    _check(template)
    if template.name in account.templates:
        raise TemplateAlreadyExists(template.name, account.account_id)
    if len(account.templates) >= MAX_TEMPLATES:
        raise TooManyTemplates(MAX_TEMPLATES)
    template.created_at = account.world.clock.time()
    account.templates[template.name] = template


def update(account: Account, template: Template) -> None:
    """Replace all parts of a template; raise `TemplateDoesNotExist` or the errors of `create`."""
    previous = get(account, template.name)
    _check(template)
    # SES keeps the creation time and the tags. Spec: templates.md §6 [U].
    template.created_at, template.tags = previous.created_at, previous.tags
    account.templates[template.name] = template


def get(account: Account, name: str) -> Template:
    """Return the template with a name; raise `TemplateDoesNotExist` if there is none."""
    template = account.templates.get(name)
    if template is None:
        raise TemplateDoesNotExist(name)
    return template


def delete(account: Account, name: str) -> None:
    """Remove a template; raise `TemplateDoesNotExist`, or `InvalidParameter` while it is associated with a tenant."""
    get(account, name)
    account.tenants.require_unassociated(account.arn(f"template/{name}"))
    del account.templates[name]


def list_newest_first(account: Account) -> Sequence[Template]:
    """Return all templates, newest first, as a live view."""
    return _NewestFirst(account.templates)


def render(template: Template, data: dict[str, Any], budget: Budget | None = None) -> SimpleContent:
    """Return a message rendered from a template; raise the errors of `rendering.render_part`."""
    # All parts draw on the same budget, and so do all messages of a bulk send.
    budget = budget or Budget()
    parts = {
        name: rendering.render_part(program, data, template.name, budget)
        for name, program in template.programs.items()
    }
    return SimpleContent(Text(parts["subject"]), _text(parts.get("text")), _text(parts.get("html")))


def render_trial(account: Account, template: Template, data: dict[str, Any]) -> str:
    """Render a template and return the message as MIME, without addresses. Spec: templates.md §5 [I]."""
    content = render(template, data)
    return composing.compose_test(content, to_datetime(account.world.clock.time())).decode("utf-8", "replace")


def check_name(name: str) -> None:
    """Raise `InvalidParameter` if a name is blank or contains control characters."""
    if not name.strip():
        raise NoTemplateName
    if _CONTROL.search(name):
        raise InvalidTemplateName(name)


def _check(template: Template) -> None:
    check_name(template.name)
    if not template.subject:
        raise NoTemplateSubject
    if not template.text and not template.html:
        raise NoTemplateBody
    parts = {"subject": template.subject, "text": template.text, "html": template.html}
    if sum(len(part.encode("utf-8", "replace")) for part in parts.values() if part) > MAX_BYTES:
        raise TemplateTooLarge(MAX_BYTES)
    template.programs = {
        name: rendering.compile_part(part, template.name) for name, part in parts.items() if part
    }


def _text(text: str | None) -> Text | None:
    return None if text is None else Text(text)
