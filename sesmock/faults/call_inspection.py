"""The sender, recipients and resources of a call of any API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sesmock import bulk_calls
from sesmock.calls import is_send, list_recipients
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import addresses, raw_mail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sesmock.calls import Call
    from sesmock.domain.mail.addresses import Address

_RECIPIENT_HEADERS = ("to", "cc", "bcc")


def sender(call: Call) -> str | None:
    """Return the sender of a call: its parameter, or the From header of raw mail."""
    params = call.params
    name = params.get("Source") or params.get("FromEmailAddress") or params.get("BounceSender")
    return name or next(iter(header_values(call, "from")), None)


def recipients(call: Call) -> list[str]:
    """Return the bare addresses that a call sends to, from its parameters or the header of raw mail."""
    params = call.params
    texts = [
        *list_recipients(params),
        *(text for entry in bulk_calls.list_entries(call) for text in list_recipients(entry)),
    ]
    # SendCustomVerificationEmail has its recipient in a member of its own.
    if is_verification(call) and is_send(call.operation):
        texts.append(params["EmailAddress"])
    if not texts:
        texts = [text for name in _RECIPIENT_HEADERS for text in header_values(call, name)]
    return _bare(texts)


def entry_recipients(entry: Mapping[str, Any]) -> list[str]:
    """Return the bare addresses of an entry of a bulk send."""
    return _bare(list_recipients(entry))


def header_values(call: Call, name: str) -> list[str]:
    """Return the values of a header field, by lower-case name, of the raw mail in a call; empty without raw mail."""
    raw = call.params.get("RawMessage") or call.params.get("Content", {}).get("Raw") or {}
    data = raw.get("Data")
    # Calls are not validated yet when a fault's conditions see them, so raw data can be missing.
    if not isinstance(data, bytes):
        return []
    return [value for field, value in raw_mail.read_header_section(data) if field.lower() == name]


def is_verification(call: Call) -> bool:
    """Return whether a call is about custom verification mail."""
    return "CustomVerification" in call.operation


def is_raw(call: Call) -> bool:
    """Return whether a call sends a raw message."""
    return "RawMessage" in call.params or "Raw" in call.params.get("Content", {})


def _bare(texts: Sequence[str]) -> list[str]:
    """Return the addresses in strings, without display names; texts that cannot be parsed stay unchanged."""
    return [address.address for text in texts for address in _addresses(text)]


def _addresses(text: str) -> Sequence[Address]:
    try:
        return addresses.parse_header(text)
    except InvalidParameter:
        return (addresses.lenient(text),)
