"""The addresses of a message, from its call and, for raw mail, from its header."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import addresses
from sesmock.domain.sending.errors import EmptyFromHeader, EmptyHeader, MissingHeader, NoRecipients

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.raw_mail import HeaderFields
    from sesmock.domain.mail.send_request import SendOptions, SendRequest


class Sender(NamedTuple):
    """An address that must be verified, its form in error messages, and the ARN of its identity, if any."""

    address: Address
    display: str
    arn: str | None


class CallAddresses(NamedTuple):
    """The parsed addresses of a call; the header of a raw message may contain more."""

    sender: Address | None
    return_path: Address | None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()


class Envelope(NamedTuple):
    """The addresses of a message; ``senders`` must be verified."""

    sender: Address
    return_path: Address | None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()
    senders: Sequence[Sender] = ()


def parse(request: SendRequest) -> CallAddresses:
    """Parse the addresses of a call; raise `InvalidParameter`. Spec: sending.md §1 step 4."""
    sender = addresses.parse(request.sender) if request.sender is not None else None
    to, cc, bcc = _parse(request.to), _parse(request.cc), _parse(request.bcc)
    return CallAddresses(
        sender,
        addresses.parse(request.return_path) if request.return_path else None,
        _parse(request.reply_to),
        to,
        cc,
        bcc,
        _parse(request.destinations) if request.destinations else to + cc + bcc,
    )


def parse_senders(sender: str, return_path: str | None) -> CallAddresses:
    """Parse the addresses that the messages of a bulk send share; raise `InvalidParameter`."""
    return CallAddresses(addresses.parse(sender), addresses.parse(return_path) if return_path else None)


def check_lengths(call_addresses: CallAddresses) -> None:
    """Refuse addresses of more than 320 UTF-16 units. Spec: sending.md §1 step 6."""
    for sender in (call_addresses.sender, call_addresses.return_path):
        if sender is not None and len(sender) > addresses.SHORT:
            addresses.check_length(sender)
    for address in (*call_addresses.recipients, *call_addresses.reply_to):
        if len(address) > addresses.SHORT:
            addresses.check_length(address)


def find_header_sender(header: HeaderFields) -> Address | None:
    """Return the first address of a raw message's From header, whose identity determines the default settings."""
    for name, value in header:
        if name.lower() == "from":
            with contextlib.suppress(InvalidParameter):
                return next(iter(addresses.parse_header(value)), None)
    return None


def build(call_addresses: CallAddresses, options: SendOptions, header: HeaderFields | None) -> Envelope:
    """Return the envelope of a message; the header of a raw message supplies the addresses that its call lacks.

    Raise `InvalidParameter` if a sender or the recipients are missing.
    """
    if header is None:
        return _from_call(call_addresses, options)
    return (
        _from_header(call_addresses, options, header) if header else _without_header(call_addresses, options)
    )


def list_call_senders(
    call_addresses: CallAddresses, options: SendOptions, *, bare: bool = False
) -> list[Sender]:
    """Return the senders in a call; for raw mail, errors show their *bare* addresses. Spec: sending.md §2 [U]."""
    sender, return_path = call_addresses.sender, call_addresses.return_path
    senders = []
    if sender is not None:
        senders.append(Sender(sender, sender.address if bare else sender, options.source_arn))
    if return_path is not None:
        arn = options.return_path_arn or options.source_arn
        senders.append(Sender(return_path, return_path.address if bare else return_path, arn))
    return senders


def count_recipients(recipients: Sequence[Address]) -> int:
    """Return the number of recipients that count toward the quota; those at the simulator do not.

    Spec: simulator.md §2 [D].
    """
    return len(recipients) - sum(map(addresses.is_simulator, recipients))


def _parse(texts: Sequence[str]) -> tuple[Address, ...]:
    return tuple(map(addresses.parse, texts)) if texts else ()


def _from_call(call_addresses: CallAddresses, options: SendOptions) -> Envelope:
    if not call_addresses.recipients:
        raise NoRecipients
    sender = _require_sender(call_addresses)
    return Envelope(sender, *call_addresses[1:], list_call_senders(call_addresses, options))


def _without_header(call_addresses: CallAddresses, options: SendOptions) -> Envelope:
    """Return the envelope of a raw message without a header, which SES accepts if the call has all addresses.

    Spec: sending.md §4 [R].
    """
    sender = _require_sender(call_addresses)
    if not call_addresses.recipients:
        raise MissingHeader("To")
    # The recipients of the call are not visible in the mail, so they count as Bcc.
    bcc = _list_blind_copies(call_addresses, call_addresses.to + call_addresses.cc, call_addresses.bcc)
    senders = list_call_senders(call_addresses, options, bare=True)
    return Envelope(sender, *call_addresses._replace(bcc=bcc)[1:], senders)


def _require_sender(call_addresses: CallAddresses) -> Address:
    if call_addresses.sender is None:
        raise MissingHeader("From")
    return call_addresses.sender


def _list_blind_copies(
    call_addresses: CallAddresses, visible: tuple[Address, ...], bcc: tuple[Address, ...]
) -> tuple[Address, ...]:
    """Return the Bcc addresses of raw mail, and the recipients of its call that are not in its header."""
    keys = {address.key for address in visible + bcc}
    blind_copies = {address.key: address for address in call_addresses.recipients if address.key not in keys}
    return (*bcc, *blind_copies.values())


def _from_header(call_addresses: CallAddresses, options: SendOptions, header: HeaderFields) -> Envelope:
    sender, return_path = call_addresses.sender, call_addresses.return_path
    values = _address_headers(header)
    if sender is None and not values["from"]:
        raise MissingHeader("From")
    to, cc, bcc = (_parse_headers(values[name]) for name in ("to", "cc", "bcc"))
    reply_to = call_addresses.reply_to or _parse_headers(values["reply-to"])
    # Destinations in the call replace the recipients in the header. Spec: sending.md §8.
    recipients = call_addresses.recipients or to + cc + bcc
    if not recipients:
        raise EmptyHeader("To") if values["to"] else MissingHeader("To")
    call_senders = list_call_senders(call_addresses, options, bare=True)
    header_senders = _list_header_senders(values, options)
    # Errors list the call's senders before those of the header. Spec: sending.md §2 [U].
    senders = call_senders + header_senders
    if sender is None:
        if not _parse_headers(values["from"]):
            raise EmptyFromHeader
        senders = header_senders + call_senders
        sender = senders[0].address
        # A Return-Path header counts if the call has no sender. Spec: sending.md §4 [D].
        return_path = return_path or next(iter(_parse_headers(values["return-path"])), None)
    bcc = _list_blind_copies(call_addresses, to + cc, bcc)
    return Envelope(sender, return_path, reply_to, to, cc, bcc, recipients, senders)


def _address_headers(header: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {
        name: [] for name in ("from", "sender", "return-path", "reply-to", "to", "cc", "bcc")
    }
    for name, value in header:
        fields = values.get(name.lower())
        if fields is not None:
            fields.append(value)
    return values


def _list_header_senders(values: Mapping[str, Sequence[str]], options: SendOptions) -> list[Sender]:
    # SourceArn also applies to the headers for which the call has no ARN. Spec: sending.md §8.
    return [
        Sender(sender, text, arn)
        for name, arn in (
            ("from", options.from_arn or options.source_arn),
            ("sender", options.from_arn or options.source_arn),
            ("return-path", options.return_path_arn or options.source_arn),
        )
        for text in values[name]
        for sender in addresses.parse_header(text)
    ]


def _parse_headers(texts: Iterable[str]) -> tuple[Address, ...]:
    return tuple([address for text in texts for address in addresses.parse_header(text)])
