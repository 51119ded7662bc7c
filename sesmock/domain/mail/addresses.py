"""Parse, measure and compare email addresses as SES does. Spec: sending.md §3, §4."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import address_syntax
from sesmock.domain.mail.errors import AddressFlaw, AddressTooLong, InvalidAddress, UnreadableAddress
from sesmock.domain.mail.headers import header_text

if TYPE_CHECKING:
    from collections.abc import Iterable

# The limit counts UTF-16 code units, as Java does. Spec: sending.md §3 [P].
MAX_UNITS = 320
# An address of at most this many characters cannot exceed MAX_UNITS, because a character has one or two units.
SHORT = MAX_UNITS // 2
# A longer text, including spaces and comments, is refused without parsing.
_MAX_CHARACTERS = 10_000
_AT_SIMULATOR = "@simulator.amazonses.com"
# Most addresses have this simple form and skip the slower strict parser.
_PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
# Characters that make a display name need quotes (RFC 822).
_NAME_SPECIALS = frozenset('()<>,;:\\"[]@.')


class Address(str):
    """An email address, as a string with the exact text of the request."""

    __slots__ = ("_parts", "key")

    _parts: tuple[str, str]
    key: str
    """The bare address with its domain in lower case, for comparisons; stored because it is compared often."""

    @property
    def name(self) -> str:
        """The display name, decoded; ``""`` if there is none."""
        return _decode(self._parts[0])

    @property
    def address(self) -> str:
        """The bare address."""
        return self._parts[1]

    @property
    def domain(self) -> str:
        """The part after the last ``@``, in its original case."""
        return self._parts[1].rpartition("@")[2]

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return lenient, (str(self),)


@lru_cache(maxsize=4096)
def parse(text: str) -> Address:
    """Return an address; raise `InvalidParameter` with SES's text for a malformed one."""
    if len(text) <= MAX_UNITS and _PLAIN.fullmatch(text):
        return _address(text, "", text)
    if not text:
        raise UnreadableAddress(text)  # Spec: sending.md §3 [U]
    if len(text) > _MAX_CHARACTERS:
        raise AddressTooLong(MAX_UNITS, text)
    mailboxes = address_syntax.parse_mailboxes(text)
    if not mailboxes:
        raise InvalidAddress(AddressFlaw.MISSING_DOMAIN_PART)
    if len(mailboxes) > 1:
        raise InvalidAddress(AddressFlaw.ILLEGAL_ADDRESS)
    address_syntax.check(mailboxes[0].bare)
    return _address(text, mailboxes[0].name, mailboxes[0].bare)


@lru_cache(maxsize=4096)
def lenient(text: str) -> Address:
    """Return an address for display, even if it is malformed."""
    try:
        return parse(text)
    except InvalidParameter:
        return _address(text, "", text)


def display(text: str) -> str:
    """Return an address as a mail client shows it, with its display name decoded and quoted where necessary."""
    if "=?" not in text:
        return str(text)
    address = lenient(text)
    name = address.name
    if not name:
        return str(text)
    if not _NAME_SPECIALS.isdisjoint(name):
        name = '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    return f"{name} <{address.address}>"


def is_mailbox(address: Address, expected: Address) -> bool:
    """Return whether an address matches the expected one; decoded display names count only if one is expected."""
    return address.key == expected.key and (not expected.name or address.name == expected.name)


def find(candidates: Iterable[Address], text: str) -> Address | None:
    """Return the first candidate that matches a string; display names count only if the string has one."""
    expected = lenient(text)
    return next((address for address in candidates if is_mailbox(address, expected)), None)


@lru_cache(maxsize=4096)
def parse_header(text: str) -> tuple[Address, ...]:
    """Return the addresses in a header value, with groups replaced by their members.

    Raise `InvalidParameter` for a malformed address.
    """
    addresses: list[Address] = []
    for mailbox in address_syntax.parse_mailboxes(text):
        if mailbox.members is not None:
            addresses += parse_header(mailbox.members)
        else:
            addresses.append(parse(mailbox.text))
    return tuple(addresses)


def check_length(address: Address) -> None:
    """Refuse an address of more than 320 UTF-16 units. Spec: sending.md §3 [P]."""
    normalized = _normalize(address)
    if len(normalized.encode("utf-16-le")) // 2 > MAX_UNITS:
        raise AddressTooLong(MAX_UNITS, normalized)


def find_simulator_mailbox(address: Address) -> str | None:
    """Return the name of the simulator mailbox without its label, or None for any other address."""
    if not is_simulator(address):
        return None
    return address.key.removesuffix(_AT_SIMULATOR).partition("+")[0].lower()


def is_simulator(address: Address) -> bool:
    """Return whether an address is at the mailbox simulator."""
    return address.key.endswith(_AT_SIMULATOR)


def _address(text: str, name: str, bare: str) -> Address:
    address = Address(text)
    # The last @ counts, because a quoted local part may contain others (RFC 5322 §3.4.1).
    local, at, domain = bare.rpartition("@")
    address._parts = (name, bare)  # noqa: SLF001 - only this function creates addresses
    # Only the domain ignores case; the local part may be case-sensitive (RFC 5321 §2.4).
    address.key = f"{local}{at}{domain.lower()}"
    return address


def _decode(name: str) -> str:
    if name.startswith('"') and name.endswith('"') and len(name) > 1:
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return header_text.decode(name)


def _normalize(address: Address) -> str:
    name = address._parts[0].strip('"')  # noqa: SLF001 - the undecoded name is measured
    if not name:
        return address.address
    needs_quotes = not name.isascii() or not _NAME_SPECIALS.isdisjoint(name)
    name_text = f'"{name}"' if needs_quotes else name
    return f"{name_text} <{address.address}>"
