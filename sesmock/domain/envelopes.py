"""Who a message is from and whom it is for, as far as SES reads it out of the call and the message's header."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import addresses, inferred
from sesmock.domain.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sesmock.domain.addresses import Address
    from sesmock.domain.drafts import Draft


class Sender(NamedTuple):
    """An address that must be verified, its form in a refusal, and the ARN of the owner's identity if one is named."""

    address: Address
    shown: str
    arn: str | None


@dataclass(slots=True)
class Envelope:
    """The parsed addresses of a draft; ``senders`` must be verified.

    ``authorised_by`` is the name or, if it is another account's, the ARN of the identity that covers the first.
    """

    sender: Address | None
    return_path: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()
    senders: Sequence[Sender] = ()
    authorised_by: str | None = None


def address(draft: Draft) -> Envelope:
    """Parse the addresses that the caller named; raise `InvalidParameter`. Spec: sending.md §2.1 step 4."""
    sender = addresses.parse(draft.sender) if draft.sender is not None else None
    to, cc, bcc = _parse(draft.to), _parse(draft.cc), _parse(draft.bcc)
    return_path = addresses.parse(draft.return_path) if draft.return_path else None
    return Envelope(
        sender=sender,
        return_path=return_path,
        reply_to=_parse(draft.reply_to),
        to=to,
        cc=cc,
        bcc=bcc,
        recipients=_parse(draft.destinations) if draft.destinations else to + cc + bcc,
    )


def address_senders(draft: Draft) -> Envelope:
    """Parse sender and return path, which the messages of a bulk share; raise `InvalidParameter`."""
    sender = addresses.parse(draft.sender) if draft.sender is not None else None
    return_path = addresses.parse(draft.return_path) if draft.return_path else None
    envelope = Envelope(sender, return_path, ())
    envelope.senders = _envelope_senders(envelope, draft)
    return envelope


def check_lengths(envelope: Envelope) -> None:
    """Refuse addresses of more than 320 units. Spec: sending.md §2.1 step 6."""
    for sender in (envelope.sender, envelope.return_path):
        if sender is not None:
            addresses.check_length(sender)
    for address in (*envelope.recipients, *envelope.reply_to):
        addresses.check_length(address)


def header_sender(draft: Draft) -> Address | None:
    """Return the first address of a raw message's From header, for the settings of its identity."""
    for name, value in draft.header or ():
        if name.lower() == "from":
            with contextlib.suppress(InvalidParameter):
                return next(iter(addresses.parse_header(value)), None)
    return None


def complete(envelope: Envelope, draft: Draft) -> None:
    """Read what the call left to the message's header, and settle which senders must be verified."""
    if draft.header is None:
        _require_recipients(envelope)
        envelope.senders = _envelope_senders(envelope, draft)
    elif draft.header:
        _complete_from_header(envelope, draft, draft.header)
    else:
        _complete_without_header(envelope, draft)


def counted_recipients(recipients: Iterable[Address]) -> int:
    """Return how many recipients count towards the quota: the simulator's do not. Spec: sending.md §5 [D]."""
    return sum(not addresses.is_simulator(recipient) for recipient in recipients)


def _parse(texts: Sequence[str]) -> tuple[Address, ...]:
    return tuple([addresses.parse(text) for text in texts]) if texts else ()


def _require_recipients(envelope: Envelope) -> None:
    if not envelope.recipients:
        raise InvalidParameter(inferred.NO_RECIPIENTS)


def _complete_without_header(envelope: Envelope, draft: Draft) -> None:
    """Take a raw message without data as SES does, if the call says all. Spec: sending.md §2.4 [R]."""
    if envelope.sender is None:
        raise InvalidParameter("Missing required header 'From'.")
    if not envelope.recipients:
        raise InvalidParameter("Missing required header 'To'.")
    envelope.senders = _envelope_senders(envelope, draft)


def _complete_from_header(envelope: Envelope, draft: Draft, header: Sequence[tuple[str, str]]) -> None:
    values = _address_headers(header)
    if envelope.sender is None and not values["from"]:
        raise InvalidParameter("Missing required header 'From'.")
    envelope.to, envelope.cc, envelope.bcc = (_parse_headers(values[name]) for name in ("to", "cc", "bcc"))
    envelope.reply_to = envelope.reply_to or _parse_headers(values["reply-to"])
    if not envelope.recipients:
        envelope.recipients = _header_recipients(envelope, values["to"])
    envelope.senders = _envelope_senders(envelope, draft) + [
        Sender(sender, text, arn)
        for name, arn in (
            ("from", draft.from_arn or draft.source_arn),
            ("sender", draft.from_arn or draft.source_arn),
            ("return-path", draft.return_path_arn or draft.source_arn),
        )
        for text in values[name]
        for sender in addresses.parse_header(text)
    ]
    if envelope.sender is None:
        if not _parse_headers(values["from"]):
            raise InvalidParameter(inferred.EMPTY_FROM)
        envelope.sender = envelope.senders[0].address
        # A Return-Path header counts if the call names no sender. Spec: sending.md §4 [D].
        envelope.return_path = envelope.return_path or next(iter(_parse_headers(values["return-path"])), None)


def _envelope_senders(envelope: Envelope, draft: Draft) -> list[Sender]:
    """Return the senders that the call names; raw mail's are shown bare. Spec: sending.md §2.2 [U]."""
    named = [
        (envelope.sender, draft.source_arn),
        (envelope.return_path, draft.return_path_arn or draft.source_arn),
    ]
    raw = draft.header is not None
    return [Sender(given, given.address if raw else given, arn) for given, arn in named if given is not None]


def _address_headers(header: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {
        name: [] for name in ("from", "sender", "return-path", "reply-to", "to", "cc", "bcc")
    }
    for name, value in header:
        known = values.get(name.lower())
        if known is not None:
            known.append(value)
    return values


def _parse_headers(texts: Iterable[str]) -> tuple[Address, ...]:
    return tuple([found for text in texts for found in addresses.parse_header(text)])


def _header_recipients(envelope: Envelope, to_values: Sequence[str]) -> tuple[Address, ...]:
    recipients = envelope.to + envelope.cc + envelope.bcc
    if not recipients:
        problem = "Empty" if to_values else "Missing"
        raise InvalidParameter(f"{problem} required header 'To'.")
    return recipients
