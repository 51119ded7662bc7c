"""Many messages from one template in one call. Spec: sending.md §2.1, §2.10, v2.md §16."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain import (
    addresses,
    authorization,
    envelopes,
    header_rules,
    inferred,
    message_tags,
    sending,
    templated,
)
from sesmock.domain.errors import DomainError, InvalidDataOnSend, InvalidParameter, TooManyDestinations
from sesmock.domain.handlebars.evaluator import Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.addresses import Address
    from sesmock.domain.drafts import Draft, TemplateUse
    from sesmock.domain.envelopes import Envelope
    from sesmock.domain.messages import SentMessage
    from sesmock.domain.templates import Template

MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a bulk: its recipients, and what is laid over the defaults of the call.

    ``data`` is an object in JSON, as text.
    """

    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    data: str = "{}"
    tags: Sequence[tuple[str, str]] = ()
    headers: Sequence[tuple[str, str]] = ()


def send(
    account: Account, draft: Draft, use: TemplateUse, entries: Sequence[Entry]
) -> list[SentMessage | DomainError]:
    """Send a message to each entry, and return in their order what was sent, or why it was not.

    ``draft`` holds what all have in common, ``use`` the template with its default data and headers. Raise the
    `DomainError` of what concerns the whole call; with ``strict_templates`` raise `MissingTemplateAttribute`. Nothing
    is sent then.
    """
    _check_structure(use, entries)
    for tags in (draft.tags, *(entry.tags for entry in entries)):
        message_tags.check(tags)
    senders = envelopes.address_senders(draft)
    configuration_set = sending.open_way(account, draft, senders)
    envelopes.check_lengths(senders)
    template = templated.find(account, use)
    senders.recipients = _all_recipients(entries)
    authorization.require_senders(account, draft, senders)
    try:
        defaults = templated.read_data(use.data)
    except InvalidDataOnSend as error:
        return [error] * len(entries)
    call = _Call(account, draft, use, template, defaults, configuration_set, Budget())
    # All are made before the first is sent, so that a test that is told of a missing attribute has sent nothing.
    made = [_make(call, entry) for entry in entries]
    return [_send(call, each) for each in made]


@dataclass(frozen=True, slots=True)
class _Call:
    """What the messages of a bulk have in common."""

    account: Account
    draft: Draft
    use: TemplateUse
    template: Template
    defaults: dict[str, Any]
    configuration_set: str | None
    budget: Budget


class _Made(NamedTuple):
    """A message that is ready to be sent."""

    draft: Draft
    envelope: Envelope


def _make(call: _Call, entry: Entry) -> _Made | DomainError:
    """Return the message of an entry, or what is wrong with its addresses or data."""
    tags = _laid_over(call.draft.tags, entry.tags, str)
    draft = replace(call.draft, to=entry.to, cc=entry.cc, bcc=entry.bcc, tags=tags)
    try:
        envelope = envelopes.address(draft)
        envelopes.check_lengths(envelope)
        data = templated.merged(call.defaults, templated.read_data(entry.data))
    except DomainError as error:
        return error
    use = replace(call.use, headers=_laid_over(call.use.headers, entry.headers, str.lower))
    strict = call.account.world.options.strict_templates
    templated.write(draft, use, call.template, data, strict=strict, budget=call.budget)
    return _Made(draft, envelope)


def _send(call: _Call, made: _Made | DomainError) -> SentMessage | DomainError:
    """Send the message of an entry; what refuses it is the entry's own error, and the others go on."""
    if isinstance(made, DomainError):
        return made
    try:
        return sending.dispatch(call.account, made.draft, made.envelope, call.configuration_set)
    except DomainError as error:
        return error


def _check_structure(use: TemplateUse, entries: Sequence[Entry]) -> None:
    if not entries:
        raise InvalidParameter(inferred.NO_DESTINATIONS)
    if len(entries) > MAX_ENTRIES:
        raise TooManyDestinations(MAX_ENTRIES)
    for headers in (use.headers, *(entry.headers for entry in entries)):
        header_rules.check_names(headers)


def _all_recipients(entries: Iterable[Entry]) -> tuple[Address, ...]:
    """Return the recipients of all entries, for the conditions of policies."""
    return tuple(
        [addresses.lenient(text) for entry in entries for text in (*entry.to, *entry.cc, *entry.bcc)]
    )


def _laid_over(
    defaults: Sequence[tuple[str, str]],
    replacements: Sequence[tuple[str, str]],
    key: Callable[[str], str],
) -> tuple[tuple[str, str], ...]:
    """Return pairs of name and value: the replacements, behind the defaults of other names."""
    replaced = {key(name) for name, _ in replacements}
    return (*[pair for pair in defaults if key(pair[0]) not in replaced], *replacements)
