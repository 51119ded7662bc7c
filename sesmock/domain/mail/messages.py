"""Messages that SES accepted, as tests see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock.domain.clock import to_datetime
from sesmock.domain.completion import HidesInternals
from sesmock.domain.mail import (
    addresses,
    event_constants,
    message_bytes,
    parsed_mail,
    snapshots,
    transmissions,
)
from sesmock.domain.mail.content import RawContent
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.mail.readable import ReadableMail, shorten
from sesmock.domain.mail.recipient_actions import RecipientActions
from sesmock.domain.mail.recipients import NO_ADDRESSES, AddressTuple, RecipientOutcomes
from sesmock.domain.read_only_list import ReadOnlyList
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.content import OutgoingContent, UsedTemplate
    from sesmock.domain.mail.event_constants import OutgoingHost
    from sesmock.domain.mail.send_request import ListManagement
    from sesmock.domain.mail.transmissions import Transmission
    from sesmock.domain.sending.envelopes import Envelope
    from sesmock.domain.sending.tracking import Tracking
    from sesmock.domain.tenants.tenants import Tenant

# The outcomes of mail that SES sends, or tries to send.
_LEAVES = frozenset({Outcome.WAITING, Outcome.DELIVERED, Outcome.BOUNCED, Outcome.COMPLAINED})
# Shared, because each call of frozenset() creates another set of 216 bytes.
_NO_RECIPIENTS: frozenset[Address] = frozenset()


class SentMessage(HidesInternals, RecipientActions, ReadableMail):
    """A message that SES accepted. Its MIME is composed, and a raw message parsed, on first access."""

    # ``accepted_at`` is `sent_at` in seconds since 1970. ``tag_pairs`` are the message tags as the caller passed them,
    # and ``content`` is the content of the message. ``used_configuration_set`` and ``used_tenant`` are the objects
    # themselves, which a message keeps when they are deleted. ``authorized_by`` is the name of the identity that
    # authorized the send, or the ARN of an identity of another account; None if identities were not checked.
    # ``list_management`` is the ``contact_list`` and the ``topic`` of the message, None if it is not sent to one.
    __slots__ = (
        "_events",
        "_outcomes",
        "_raw",
        "_read",
        "accepted_at",
        "account",
        "authorized_by",
        "bcc",
        "call",
        "cc",
        "content",
        "endpoint_id",
        "list_management",
        "message_id",
        "recipients",
        "reply_to",
        "return_path",
        "sender",
        "tag_pairs",
        "template",
        "to",
        "tracking",
        "transmission",
        "used_configuration_set",
        "used_tenant",
        "without_tls",
    )

    _INTERNAL = frozenset(
        "accepted_at add authorized_by content decide list_management tag_pairs tracking transmission "
        "used_configuration_set used_tenant without_tls".split()
    )

    # An attribute with ``| Any`` may be None. As in typeshed, Any instead of None spares tests a check for None.
    message_id: str
    """The message id that SES returned."""
    call: Call | Any
    """The call that sent the message; None for mail that SES wrote itself."""
    account: Account
    """The account that sent the message."""
    sender: Address
    """The address in From, exactly as the code passed it, with ``.name``, ``.address`` and ``.domain``."""
    return_path: Address | Any
    """The address that bounces go to, or None if the code set none."""
    to: AddressTuple
    """The addresses in To, exactly as the code passed them."""
    cc: AddressTuple
    """The addresses in Cc, exactly as the code passed them."""
    bcc: AddressTuple
    """The addresses in Bcc, exactly as the code passed them."""
    reply_to: AddressTuple
    """The addresses in Reply-To, exactly as the code passed them."""
    recipients: AddressTuple
    """The recipients of the envelope: To, Cc and Bcc, or the destinations of a raw message."""
    endpoint_id: str | None
    """The id of the multi-region endpoint that the message was sent through, if any."""
    template: UsedTemplate | Any
    """The template that the message was rendered from, with ``.name``, ``.arn`` and ``.data``, or None."""

    def __init__(  # noqa: PLR0917 - keywords would take 3 µs longer
        self,
        message_id: str,
        call: Call | None,
        account: Account,
        accepted_at: float,
        envelope: Envelope,
        content: OutgoingContent,
        tags: Sequence[tuple[str, str]] = (),
        configuration_set: ConfigurationSet | None = None,
        authorized_by: str | None = None,
        tracking: Tracking | None = None,
        transmission: Transmission = transmissions.DEFAULT,
        tenant: Tenant | None = None,
        endpoint_id: str | None = None,
        list_management: ListManagement | None = None,
    ) -> None:
        self.message_id = message_id
        self.call = call
        self.account = account
        self.accepted_at = accepted_at
        self._set_addresses(envelope)
        self.content = content.content
        self.template = content.template
        self.tag_pairs = tags
        self.used_configuration_set = configuration_set
        self.authorized_by = authorized_by
        self.tracking = tracking
        self.transmission = transmission
        self.used_tenant = tenant
        self.endpoint_id = endpoint_id
        self.list_management = list_management
        self.without_tls = _NO_RECIPIENTS
        self._outcomes: dict[Address, Outcome] = {}
        self._events: list[Event] = []
        self._raw: bytes | None = None
        self._read: parsed_mail.ParsedMail | None = None

    def _set_addresses(self, envelope: Envelope) -> None:
        self.sender = envelope.sender
        self.return_path = envelope.return_path
        self.to = AddressTuple(envelope.to) if envelope.to else NO_ADDRESSES
        self.cc = AddressTuple(envelope.cc) if envelope.cc else NO_ADDRESSES
        self.bcc = AddressTuple(envelope.bcc) if envelope.bcc else NO_ADDRESSES
        self.reply_to = AddressTuple(envelope.reply_to) if envelope.reply_to else NO_ADDRESSES
        # To usually lists all recipients, so one tuple serves both, in half the memory.
        is_plain = envelope.recipients is envelope.to
        self.recipients = self.to if is_plain else AddressTuple(envelope.recipients)

    def __repr__(self) -> str:
        to = self.to or self.recipients
        more = f" and {len(to) - 3} more" if len(to) > 3 else ""
        return f"<SentMessage {shorten(self.subject)!r} to {', '.join(map(addresses.display, to[:3]))}{more}>"

    def _repr_html_(self) -> str:
        """Return the message for a notebook; the page runs no scripts and loads nothing."""
        from sesmock.domain.mail import html_repr

        return html_repr.build_page(self)

    @property
    def api(self) -> str:
        """The boto3 client that sent the message, or ``"smtp"``."""
        return "ses" if self.call is None else self.call.service

    @property
    def operation(self) -> str:
        """The operation that sent the message; ``""`` for mail that SES wrote itself."""
        return "" if self.call is None else self.call.operation

    @property
    def region(self) -> str:
        """The region that the message was sent in."""
        return self.account.region

    @property
    def account_id(self) -> str:
        """The 12-digit id of the account that sent the message."""
        return self.account.account_id

    @property
    def configuration_set(self) -> str | None:
        """The name of the configuration set that the message was sent with, if any."""
        return None if self.used_configuration_set is None else self.used_configuration_set.name

    @property
    def tenant(self) -> str | None:
        """The name of the tenant that the message was sent for, if any."""
        return None if self.used_tenant is None else self.used_tenant.name

    @property
    def sending_pool(self) -> str | None:
        """The pool of dedicated IPs that sends the message; None if it is sent from shared IPs."""
        return self.transmission.sending_pool

    @property
    def contact_list(self) -> str | None:
        """The name of the contact list that the message was sent for, if any."""
        return None if self.list_management is None else self.list_management.contact_list

    @property
    def topic(self) -> str | None:
        """The topic of the contact list that the message was sent for, if any."""
        return None if self.list_management is None else self.list_management.topic

    @property
    def archive(self) -> str | None:
        """The ARN of the Mail Manager archive that keeps the message, if any; None if SES sends it to nobody."""
        return self.transmission.archive if _LEAVES.intersection(self._outcomes.values()) else None

    @property
    def signed_by(self) -> str | None:
        """The ARN of the S/MIME certificate that SES would sign the message with; the bytes are not signed."""
        return self.transmission.signed_by

    @property
    def outgoing_host(self) -> OutgoingHost:
        """The name and the IP address of the host that sends the message."""
        return event_constants.outgoing(self.region, self.transmission.dedicated_ip)

    @property
    def source_arn(self) -> str:
        """The ARN of the identity that authorized the send, or of the sender's domain if none was checked."""
        name = self.authorized_by or self.sender.domain
        return name if name.startswith("arn:") else self.account.arn(f"identity/{name}")

    @property
    def outcomes(self) -> RecipientOutcomes:
        """The outcome of the message for each recipient: a live, read-only view."""
        self.account.world.settle()
        return RecipientOutcomes(self._outcomes)

    def decide(self, outcomes: Mapping[Address, Outcome]) -> None:
        """Set the outcome for some recipients; existing views show it."""
        self._outcomes.update(outcomes)

    @property
    def events(self) -> ReadOnlyList[Event]:
        """The events of the message, in order: a live, read-only view."""
        self.account.world.settle()
        return ReadOnlyList(self._events)

    def add(self, event: Event) -> None:
        """Append an event; only `events.record` calls this."""
        self._events.append(event)

    @property
    def sent_at(self) -> datetime:
        """The time when SES accepted the message: aware, UTC, in whole milliseconds."""
        return to_datetime(self.accepted_at)

    @property
    def subject(self) -> str:
        """The decoded subject; ``""`` if there is none."""
        content = self.content
        return self._parts.subject if isinstance(content, RawContent) else content.subject.data

    @property
    def text(self) -> str | Any:
        """The plain text part, or None if there is none."""
        content = self.content
        if isinstance(content, RawContent):
            return self._parts.text
        return message_bytes.read_text(self, content.text)

    @property
    def html(self) -> str | Any:
        """The HTML part, or None if there is none."""
        content = self.content
        if isinstance(content, RawContent):
            return self._parts.html
        return message_bytes.read_text(self, content.html)

    @property
    def headers(self) -> parsed_mail.Headers:
        """The headers of `raw`; names are case-insensitive and may occur more than once."""
        return self._parts.headers

    @property
    def attachments(self) -> parsed_mail.Attachments:
        """The attachments, by position or by file name."""
        content = self.content
        if isinstance(content, RawContent):
            return self._parts.attachments
        return parsed_mail.Attachments.from_content(content)

    @property
    def tags(self) -> Mapping[str, str]:
        """The message tags; the last value of a repeated name counts."""
        return dict(self.tag_pairs)

    @property
    def tag(self) -> Mapping[str, str]:
        """An alias of `tags`, because the filter is named ``tag``."""
        return self.tags

    @property
    def data(self) -> Mapping[str, Any] | Any:
        """The data that the template was rendered with; None if there is no template."""
        return None if self.template is None else self.template.data

    @property
    def outcome(self) -> Outcome:
        """The outcome for the only recipient; raise `ValueError` if there are several."""
        return get_only("outcome", tuple(self.outcomes.values()))

    @property
    def raw(self) -> bytes:
        """The message as MIME, as its recipient gets it."""
        if self._raw is None:
            self._raw = message_bytes.compose(self, tracked=True)
        return self._raw

    def snapshot(self) -> dict[str, object]:
        """Return the message as plain values that are the same in every run, for snapshot tests."""
        return snapshots.snapshot(self)

    @property
    def authored(self) -> bytes:
        """`raw` without tracking or unsubscribe links."""
        if self.tracking is None and self.list_management is None:
            return self.raw
        return message_bytes.dump(self, self.content)

    @property
    def _parts(self) -> parsed_mail.ParsedMail:
        """`raw` without tracking, parsed."""
        if self._read is None:
            data = self.raw if self.tracking is None else message_bytes.compose(self, tracked=False)
            self._read = parsed_mail.ParsedMail(data)
        return self._read
