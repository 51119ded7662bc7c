"""E-mail addresses, as strictly as SES parses them, in its order of checks and with its texts.

Spec: sending.md §2.3 [P]: the texts and the order are those of JavaMail's strict address parser.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import lru_cache
from typing import TYPE_CHECKING

from sesmock.domain.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_UNITS = 320
_SIMULATOR_DOMAIN = "simulator.amazonses.com"
# What needs no further look: most addresses are of this form.
_PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_SPECIALS = frozenset('()<>,;:\\"[]@')
_NAME_SPECIALS = frozenset('()<>,;:\\"[]@.')


class Address(str):
    """An address exactly as it was given; it compares as the text that it is."""

    __slots__ = ("_parts", "key")

    _parts: tuple[str, str]
    key: str
    """The form to compare: the bare address, its domain in lower case. Kept, as many are compared."""

    @property
    def name(self) -> str:
        """The display name, decoded; ``""`` if there is none."""
        return _decoded(self._parts[0])

    @property
    def address(self) -> str:
        """The bare address."""
        return self._parts[1]

    @property
    def domain(self) -> str:
        """What stands behind the last ``@``, as it is written."""
        return self._parts[1].rpartition("@")[2]

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return lenient, (str(self),)


@lru_cache(maxsize=4096)
def parse(text: str) -> Address:
    """Return an address; raise `InvalidParameter` with SES's text for what it does not take."""
    if _PLAIN.fullmatch(text):
        return _address(text, "", text)
    name, bare = _split(text)
    if "@" not in bare:
        raise InvalidParameter("Missing final '@domain'")
    _check(bare)
    return _address(text, name, bare)


@lru_cache(maxsize=4096)
def lenient(text: str) -> Address:
    """Return an address whatever its form, for showing it."""
    try:
        return parse(text)
    except InvalidParameter:
        return _address(text, "", text)


def parse_header(text: str) -> tuple[Address, ...]:
    """Return the addresses of a header's value; the members of a group count each.

    Raise `InvalidParameter`.
    """
    return tuple([parse(part) for part in _list_parts(text)])


def check_length(address: Address) -> None:
    """Refuse more than 320 UTF-16 units. Spec: sending.md §2.3 [P]."""
    if len(address) * 2 <= MAX_UNITS:  # no text has more than two units a character
        return
    normalised = _normalised(address)
    if len(normalised.encode("utf-16-le")) // 2 > MAX_UNITS:
        raise InvalidParameter(f"Address length is more than {MAX_UNITS} characters long: '{normalised}'.")


def simulator_mailbox(address: Address) -> str | None:
    """Return which mailbox of the simulator an address is, its label left out; None for all others."""
    local, _, domain = address.address.rpartition("@")
    return local.partition("+")[0].lower() if domain.lower() == _SIMULATOR_DOMAIN else None


def is_simulator(address: Address) -> bool:
    """Return whether an address is at the mailbox simulator."""
    return address.domain.lower() == _SIMULATOR_DOMAIN


def _address(text: str, name: str, bare: str) -> Address:
    address = Address(text)
    local, at, domain = bare.rpartition("@")
    address._parts = (name, bare)  # noqa: SLF001 - made here alone
    address.key = f"{local}{at}{domain.lower()}"
    return address


def _decoded(name: str) -> str:
    if name.startswith('"') and name.endswith('"') and len(name) > 1:
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    try:
        return str(make_header(decode_header(name))) if "=?" in name else name
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return name


def _normalised(address: Address) -> str:
    name = address._parts[0].strip('"')  # noqa: SLF001 - the undecoded name is measured
    if not name:
        return address.address
    quoted = not name.isascii() or not _NAME_SPECIALS.isdisjoint(name)
    shown = f'"{name}"' if quoted else name
    return f"{shown} <{address.address}>"


def _split(text: str) -> tuple[str, str]:
    """Split ``name <address>`` into both, comments left out."""
    plain = _without_comments(text).strip()
    start = _find_unquoted(plain, "<")
    if start < 0:
        if _find_unquoted(plain, ">") >= 0:
            raise InvalidParameter("Missing '<'")
        return "", plain
    end = plain.find(">", start)
    if end < 0:
        raise InvalidParameter("Missing '>'")
    if plain[end + 1 :].strip():
        raise InvalidParameter("Illegal address")
    name = plain[:start].strip()
    if _find_unquoted(name, ",") >= 0 or _find_unquoted(name, "@") >= 0 or _find_unquoted(name, ";") >= 0:
        raise InvalidParameter("Illegal address")
    bare = plain[start + 1 : end]
    if "<" in bare:
        raise InvalidParameter("Extra route-addr")
    return name, bare


def _without_comments(text: str) -> str:
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            depth += 1
            continue
        elif character == ")" and not quoted:
            if not depth:
                raise InvalidParameter("Missing '('")
            depth -= 1
            continue
        if not depth:
            kept.append(character)
    if depth:
        raise InvalidParameter("Missing ')'")
    if quoted:
        raise InvalidParameter("Missing '\"'")
    return "".join(kept)


def _find_unquoted(text: str, wanted: str) -> int:
    quoted, escaped = False, False
    for position, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == wanted and not quoted:
            return position
    return -1


def _check(bare: str) -> None:
    """Check local part, then domain, from left to right."""
    local, _, domain = bare.rpartition("@")
    if not local:
        raise InvalidParameter("Missing local name")
    if local.startswith('"'):
        _check_quoted_local(local, bare)
    else:
        _check_part(local, "Local address", _is_local_character)
    if not domain:
        raise InvalidParameter("Missing domain")
    if domain.startswith("[") and domain.endswith("]"):
        return
    if domain.endswith("."):
        raise InvalidParameter("Missing domain")
    _check_part(domain, "Domain", _is_domain_character)


def _check_quoted_local(local: str, bare: str) -> None:
    if len(local) < 2 or not local.endswith('"'):
        raise InvalidParameter("Quote not at end of local address")
    if "\r" in local or "\n" in local:
        raise InvalidParameter(f"Invalid email address {bare}.")


def _is_local_character(character: str) -> bool:
    return character not in _SPECIALS


def _is_domain_character(character: str) -> bool:
    return character.isalnum() or character in "-."


def _check_part(part: str, noun: str, legal: Callable[[str], bool]) -> None:
    if part.startswith("."):
        raise InvalidParameter(f"{noun} starts with dot")
    for position, character in enumerate(part):
        if character <= " " or character >= "\x7f":
            raise InvalidParameter(f"{noun} contains control or whitespace")
        if character == '"' and noun == "Local address":
            raise InvalidParameter("Quote not at start of local address")
        if not legal(character):
            raise InvalidParameter(f"{noun} contains illegal character")
        if character == "." and part[position - 1 : position] == ".":
            raise InvalidParameter(f"{noun} contains dot-dot")
    if part.endswith("."):
        raise InvalidParameter(f"{noun} ends with dot")


def _list_parts(text: str) -> list[str]:
    """Split a header's value at its commas, groups taken apart."""
    parts: list[str] = []
    start = depth = 0
    quoted = escaped = False
    for position, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in "(<":
            depth += 1
        elif character in ")>":
            depth -= 1
        elif character in ",;" and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
        elif character == ":" and depth <= 0:  # the name of a group
            start = position + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]
