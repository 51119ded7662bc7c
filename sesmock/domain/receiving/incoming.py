"""An incoming email, built from the arguments of a test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses, raw_mail
from sesmock.domain.mail.messages import SentMessage
from sesmock.domain.receiving import verdicts as verdict_rules
from sesmock.domain.receiving.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.receiving.verdicts import Verdicts

Source = bytes | str | Message | SentMessage
"""The forms of mail that a test may pass: raw mail, a message of the ``email`` package, or one from the outbox."""

MAX_HEADER_SIZE = 1024 * 1024
"""The maximum size of an email's header in bytes; later bytes are not searched for header fields."""
_RECIPIENT_HEADERS = ("to", "cc", "bcc")
_LINE_END = re.compile(rb"\r\n|\r|\n")
# A host name has at most 253 characters (255 octets in RFC 1035 §2.3.4). A server without a name uses its address in
# brackets (RFC 5321 §4.1.3).
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[[A-Za-z0-9.:]{1,50}\]")


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """An email that another server sends to SES; ``sender`` is the address in MAIL FROM, None if that is empty."""

    data: bytes
    sender: Address | None
    recipients: tuple[Address, ...]
    source_ip: str
    host: str
    tls: bool
    verdicts: Verdicts


class EnvelopeArguments(NamedTuple):
    """The sender, the recipients and the sending server that a test passed; the header supplies what is None."""

    recipients: str | Iterable[str] | None
    sender: str | None
    source_ip: str
    host: str | None
    tls: bool


class VerdictArguments(NamedTuple):
    """The verdicts that a test passed; ``dkim`` is None for the verdict that follows from the signature."""

    spam: str = "PASS"
    virus: str = "PASS"
    spf: str = "PASS"
    dkim: str | None = None
    dmarc: str = "PASS"
    dmarc_policy: str = "none"


def read(source: Source, envelope: EnvelopeArguments, verdicts: VerdictArguments) -> IncomingMail:
    """Return an email; its header supplies missing arguments, and line ends become CRLF.

    A body without a header gets a blank line before it, so that SES's own fields do not run into it (inferred). Raise
    `TypeError` for an invalid type of mail and `ValueError` for arguments that no server would send.
    """
    data = _LINE_END.sub(b"\r\n", _bytes(source))
    if not raw_mail.measure_header(data) and not data.startswith(b"\r\n"):
        data = b"\r\n" + data
    # A longer header is refused anyway, so the rest of a huge email is not searched.
    fields = raw_mail.read_header_section(data[:MAX_HEADER_SIZE])
    sender = _sender(source, envelope.sender, fields)
    if verdicts.dkim is None:
        verdicts = verdicts._replace(dkim=_dkim(source, fields))
    return IncomingMail(
        data,
        sender,
        _recipients(source, envelope.recipients, fields),
        _ip_address(envelope.source_ip),
        _host(envelope.host, sender),
        bool(envelope.tls),
        verdict_rules.read(**verdicts._asdict()),
    )


def is_host_name(text: str) -> bool:
    """Return whether a string is a valid name of a server, or its address in brackets."""
    return _HOST.fullmatch(text) is not None


def parse_header_addresses(fields: Sequence[tuple[str, str]], *names: str) -> tuple[Address, ...]:
    """Return the addresses in some header fields; unreadable fields have none."""
    return tuple(
        address
        for name in names
        for field, value in fields
        if field.lower() == name
        for address in _parse(value)
    )


def _parse(value: str) -> Sequence[Address]:
    try:
        return addresses.parse_header(value)
    except InvalidParameter:
        return ()


def _bytes(source: Source) -> bytes:
    if isinstance(source, SentMessage):
        return source.raw
    if isinstance(source, Message):
        try:
            # The email package writes a bare LF by default, but SMTP transports CRLF.
            return source.as_bytes(policy=source.policy.clone(linesep="\r\n"))
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"the message cannot be written as bytes: {error}") from error
    if isinstance(source, str):
        # Text from undecodable bytes has lone surrogates, which become the same bytes again.
        return source.encode("utf-8", "surrogateescape")
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    raise TypeError(
        "receive() accepts mail as bytes, str, a message of the email package or a message from the outbox, "
        f"got {type(source).__name__}"
    )


def _sender(source: Source, sender: str | None, fields: Sequence[tuple[str, str]]) -> Address | None:
    """Return the address in MAIL FROM: the argument, or SES's for a message from the outbox, or the first author."""
    if sender is not None:
        return _address("source", sender) if sender else None
    if isinstance(source, SentMessage):
        return addresses.lenient(_mail_from(source))
    authors = parse_header_addresses(fields, "from")
    return _bare(authors[0]) if authors else None


def _mail_from(message: SentMessage) -> str:
    """Return the envelope sender of a message that SES sent, at its custom MAIL FROM domain or at SES's.

    Spec: receiving.md §4; mail_from.md §1 [D].
    """
    identity = None if message.sender is None else identities.find_verified(message.account, message.sender)
    if (
        identity is not None
        and identity.mail_from is not None
        and identity.mail_from.verification.has_succeeded
    ):
        return f"{message.message_id}@{identity.mail_from.domain}"
    zone = "" if message.region == "us-east-1" else f"{message.region}."
    return f"{message.message_id}@{zone}amazonses.com"


def _recipients(
    source: Source, recipients: str | Iterable[str] | None, fields: Sequence[tuple[str, str]]
) -> tuple[Address, ...]:
    if recipients is not None:
        several = [recipients] if isinstance(recipients, str) else recipients
        envelope_recipients = [_address("each item of recipients", recipient) for recipient in several]
    elif isinstance(source, SentMessage):
        envelope_recipients = [_bare(recipient) for recipient in source.recipients]
    else:
        envelope_recipients = [
            _bare(recipient) for recipient in parse_header_addresses(fields, *_RECIPIENT_HEADERS)
        ]
    if not envelope_recipients:
        raise ValueError(
            "receive() needs recipients=['inbound@example.com']: the mail has no To, Cc or Bcc header with an address"
            if recipients is None
            else "recipients must contain at least one address"
        )
    # The envelope has each recipient once, even if both To and Cc list it.
    return tuple(dict.fromkeys(envelope_recipients))


def _address(name: str, text: str) -> Address:
    if isinstance(text, str):
        try:
            return _bare(addresses.parse(text))
        except InvalidParameter:
            pass
    raise ValueError(f"{name} must be an email address, such as 'ada@example.net', got {text!r}")


def _bare(address: Address) -> Address:
    return addresses.lenient(address.address)


def _ip_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError(f"source_ip must be an IP address, such as '203.0.113.5', got {text!r}") from None


def _host(host: str | None, sender: Address | None) -> str:
    """Return the name of the sending server, by default a host in the sender's domain."""
    if host is None:
        host = "mail.example.org" if sender is None else f"mail.{sender.domain}"
    if not isinstance(host, str) or not is_host_name(host):
        raise ValueError(f"host must be the name of a server, such as 'mail.example.org', got {host!r}")
    return host


def _dkim(source: Source, fields: Sequence[tuple[str, str]]) -> Verdict:
    """Return the verdict on an email's signature, which is GRAY for unsigned mail.

    Spec: receiving.md §4 [R].
    """
    is_signed = isinstance(source, SentMessage) or any(name.lower() == "dkim-signature" for name, _ in fields)
    return Verdict.PASS if is_signed else Verdict.GRAY
