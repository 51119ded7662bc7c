"""Bulk sends: many messages from one template in one call. Spec: sending.md §1, §6, §7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sesmock.domain.errors import DomainError
from sesmock.domain.mail import message_tags
from sesmock.domain.mail.addresses import lenient
from sesmock.domain.mail.headers import header_rules
from sesmock.domain.mail.send_request import SendRequest
from sesmock.domain.sending import authorization, envelopes, sending
from sesmock.domain.sending.envelopes import Envelope
from sesmock.domain.sending.errors import NoDestinations, TooManyDestinations
from sesmock.domain.sending.sending import Submission
from sesmock.domain.templates import template_sends
from sesmock.domain.templates.errors import InvalidDataOnSend
from sesmock.domain.templates.handlebars.evaluator import Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.mail.content import TemplatedContent
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.send_request import SendOptions
    from sesmock.domain.sending.envelopes import CallAddresses
    from sesmock.domain.templates.templates import Template
    from sesmock.domain.tenants.tenants import Tenant

MAX_ENTRIES = 50  # Spec: sending.md §6


class Entry(NamedTuple):
    """One message of a bulk send: its recipients, and its overrides of the call's defaults.

    ``data`` is the JSON text of an object.
    """

    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    data: str = "{}"
    tags: Sequence[tuple[str, str]] = ()
    headers: Sequence[tuple[str, str]] = ()


class BulkRequest(NamedTuple):
    """A request for a bulk send; ``content`` has the default data and headers, ``options`` the default tags."""

    call: Call
    content: TemplatedContent
    entries: Sequence[Entry]
    max_bytes: int
    options: SendOptions
    sender: str
    reply_to: Sequence[str] = ()
    return_path: str | None = None

    def build_content(self, entry: Entry) -> TemplatedContent:
        """Return the content for an entry; the entry's data is merged into the default data when it is rendered."""
        return self.content._replace(headers=_override(self.content.headers, entry.headers, str.lower))

    def build_request(self, entry: Entry, content: TemplatedContent) -> SendRequest:
        """Return the send request for an entry."""
        return SendRequest(
            self.call,
            content,
            self.max_bytes,
            self.options._replace(tags=_override(self.options.tags, entry.tags, str)),
            self.sender,
            entry.to,
            entry.cc,
            entry.bcc,
            reply_to=self.reply_to,
            return_path=self.return_path,
        )


def send(account: Account, request: BulkRequest) -> list[SentMessage | DomainError]:
    """Send a message for each entry; return the message or the error of each entry, in order.

    Raise the `DomainError` of the first failed check that concerns the whole call, or, with ``strict_templates``,
    `MissingTemplateAttribute`. Nothing is sent in either case.
    """
    _check_structure(request)
    tenant = sending.find_tenant(account, request, request.options)
    for tags in (request.options.tags, *(entry.tags for entry in request.entries)):
        message_tags.check(tags)
    # A malformed or overlong sender fails the whole call, before a missing template does. Spec: sending.md §1 [P].
    addresses = envelopes.parse_senders(request.sender, request.return_path)
    configuration_set = sending.find_configuration_set(account, request.options, addresses.sender)
    sending.require_sending_enabled(account)
    envelopes.check_lengths(addresses)
    template = template_sends.find(account, request.content)
    authorization.require_senders(account, request, _build_envelope(request, addresses))
    # Invalid data is an error of the entries, not of the call. Spec: sending.md §6.
    try:
        defaults = template_sends.read_data(request.content.data)
    except InvalidDataOnSend as error:
        return [error] * len(request.entries)
    bulk = _Bulk(account, request, template, defaults, configuration_set, Budget(), tenant)
    # Prepare all messages before the first is sent, so that nothing is sent if strict templates raise an error.
    submissions = [_prepare(bulk, entry) for entry in request.entries]
    return [_dispatch(account, submission) for submission in submissions]


class _Bulk(NamedTuple):
    """The data that the messages of a bulk send share."""

    account: Account
    request: BulkRequest
    template: Template
    defaults: dict[str, Any]
    configuration_set: ConfigurationSet | None
    budget: Budget
    tenant: Tenant | None


def _prepare(bulk: _Bulk, entry: Entry) -> Submission | DomainError:
    """Return the message of an entry, or the error of its addresses or data."""
    content = bulk.request.build_content(entry)
    request = bulk.request.build_request(entry, content)
    try:
        addresses = envelopes.parse(request)
        envelopes.check_lengths(addresses)
        data = template_sends.merge(bulk.defaults, template_sends.read_data(entry.data))
    except DomainError as error:
        return error
    strict = bulk.account.world.options.strict_templates
    outgoing = template_sends.fill(content, bulk.template, data, strict=strict, budget=bulk.budget)
    return Submission(
        request, request.options, addresses, bulk.configuration_set, outgoing, tenant=bulk.tenant
    )


def _dispatch(account: Account, submission: Submission | DomainError) -> SentMessage | DomainError:
    """Send the message of an entry; its error does not affect the other entries."""
    if isinstance(submission, DomainError):
        return submission
    try:
        return sending.dispatch(account, submission)
    except DomainError as error:
        return error


def _build_envelope(request: BulkRequest, addresses: CallAddresses) -> Envelope:
    """Return the addresses of a whole call, for the conditions of policies."""
    # lenient(), because a malformed recipient fails only its own entry, later. Spec: sending.md §1 [P].
    recipients = [lenient(text) for entry in request.entries for text in (*entry.to, *entry.cc, *entry.bcc)]
    return Envelope(
        lenient(request.sender),
        addresses.return_path,
        recipients=tuple(recipients),
        senders=envelopes.list_call_senders(addresses, request.options),
    )


def _check_structure(request: BulkRequest) -> None:
    if not request.entries:
        raise NoDestinations
    if len(request.entries) > MAX_ENTRIES:
        raise TooManyDestinations(MAX_ENTRIES)
    for headers in (request.content.headers, *(entry.headers for entry in request.entries)):
        header_rules.check_names(headers)


def _override(
    defaults: Sequence[tuple[str, str]],
    replacements: Sequence[tuple[str, str]],
    key: Callable[[str], str],
) -> tuple[tuple[str, str], ...]:
    """Return the defaults without names that are replaced, followed by the replacements."""
    # Header names ignore case; tag names do not. Spec: sending.md §6 [D, I].
    names = {key(name) for name, _ in replacements}
    return (*[pair for pair in defaults if key(pair[0]) not in names], *replacements)
