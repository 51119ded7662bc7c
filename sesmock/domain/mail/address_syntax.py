"""The address grammar that SES enforces, with its order of checks and its error texts.

The texts and their order come from JavaMail's strict address parser, in a variant that also refuses every
character from 0x7F up. Spec: sending.md §3 [P].
"""

from __future__ import annotations

from typing import NamedTuple

from sesmock.domain.mail.errors import AddressFlaw, InvalidAddress, UnreadableAddress

# The specials of RFC 822 without the dot, which addresses may contain.
_SPECIALS = frozenset('()<>,;:\\"[]@')
_SPACE = frozenset(" \t\r\n")


class Mailbox(NamedTuple):
    """An address in a list: its full text, its display name and its bare address; a group also has ``members``."""

    text: str
    name: str
    bare: str
    members: str | None = None


def parse_mailboxes(text: str) -> list[Mailbox]:
    """Split a list of addresses and check each one, except for a missing domain; raise `InvalidParameter`."""
    return _Reader(text).read()


def check(bare: str, *, complete: bool = True) -> None:
    """Check the local part, then the domain, from left to right; raise `InvalidParameter`.

    Only a *complete* address needs a domain. Its quotes, if any, must enclose the whole local part.
    """
    at = _check_local(bare, complete=complete)
    if at is not None:
        _check_domain(bare[at + 1 :])
    elif complete:
        raise InvalidAddress(AddressFlaw.MISSING_DOMAIN_PART)


class _Reader:
    """A parser of a list of addresses; each public method consumes the syntax that it is named after."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.text_start = 0
        self.mailboxes: list[Mailbox] = []
        self._next()

    def _next(self) -> None:
        """Reset the state for the next address."""
        self.start = -1
        self.end = -1
        self.name = ""
        self.has_route = False  # set after an address in angle brackets
        self.group = -1

    def read(self) -> list[Mailbox]:
        """Return the mailboxes of the whole text."""
        while self.position < len(self.text):
            self._step(self.text[self.position])
            self.position += 1
        self._finish(len(self.text))
        return self.mailboxes

    def _step(self, character: str) -> None:
        step = _STEPS.get(character)
        if step is not None:
            step(self)
        elif character not in _SPACE:
            self._word()

    def _word(self) -> None:
        if self.has_route:
            raise InvalidAddress(AddressFlaw.ILLEGAL_ADDRESS)
        if self.end >= 0:  # after a comment
            self.end = -1
        if self.start < 0:
            self.start = self.position

    def comment(self) -> None:
        begin = self.position
        depth = 1
        # Comments nest, and a backslash escapes the character after it (RFC 5322 §3.2.2).
        while depth:
            self.position += 1
            if self.position >= len(self.text):
                raise InvalidAddress(AddressFlaw.MISSING_COMMENT_END)
            character = self.text[self.position]
            self.position += character == "\\"
            depth += (character == "(") - (character == ")")
        if self.start >= 0 and self.end < 0:
            self.end = begin

    def route(self) -> None:
        if self.has_route:
            raise InvalidAddress(AddressFlaw.EXTRA_ROUTE)
        begin = self.position
        self._skip_route()
        if self.group < 0:
            name = self.text[self.start : begin] if self.start >= 0 else ""
            self.name = _remove_comments(name).strip()
            self.start, self.end, self.has_route = begin + 1, self.position, True

    def _skip_route(self) -> None:
        """Move to the end of an address in angle brackets, which may contain quoted text."""
        is_quoted = False
        while True:
            self.position += 1
            if self.position >= len(self.text):
                raise InvalidAddress(
                    AddressFlaw.MISSING_QUOTE if is_quoted else AddressFlaw.MISSING_ROUTE_END
                )
            character = self.text[self.position]
            if character == "\\":
                self.position += 1
            elif character == '"':
                is_quoted = not is_quoted
            elif character == ">" and not is_quoted:
                return
            elif character == "<" and not is_quoted:
                raise InvalidAddress(AddressFlaw.EXTRA_ROUTE)

    def quote(self) -> None:
        self._word()
        self._skip('"', AddressFlaw.MISSING_QUOTE)

    def literal(self) -> None:
        self._word()
        self._skip("]", AddressFlaw.MISSING_LITERAL_END)

    def _skip(self, closing: str, flaw: AddressFlaw) -> None:
        while True:
            self.position += 1
            if self.position >= len(self.text):
                raise InvalidAddress(flaw)
            character = self.text[self.position]
            if character == "\\":
                self.position += 1
            elif character == closing:
                return

    def colon(self) -> None:
        if self.group >= 0:
            raise InvalidAddress(AddressFlaw.NESTED_GROUP)
        self._word()
        self.group = self.position

    def comma(self) -> None:
        # In a group, a comma separates members, and the group ends at its semicolon (RFC 5322 §3.4).
        if self.group < 0:
            self._finish(self.position)

    def semicolon(self) -> None:
        if self.group >= 0:
            text, members = (
                self.text[self.start : self.position + 1],
                self.text[self.group + 1 : self.position],
            )
            self.mailboxes.append(Mailbox(text, "", text, members))
            self.text_start = self.position + 1
            self._next()
        elif self.start >= 0:
            # JavaMail raises a different error here. Spec: sending.md §3 [U].
            raise InvalidAddress(AddressFlaw.MISSING_DOMAIN_PART)

    def refuse_closing(self) -> None:
        closing = self.text[self.position]
        raise InvalidAddress(
            AddressFlaw.MISSING_ROUTE_START if closing == ">" else AddressFlaw.MISSING_COMMENT_START
        )

    def _finish(self, end: int) -> None:
        """Keep the address that ends at this position, if there is one."""
        if self.start >= 0:
            bare = self.text[self.start : self.end if self.end >= 0 else end].strip()
            if self.has_route:
                bare = _remove_route(bare)
            check(bare, complete=False)
            self.mailboxes.append(Mailbox(self.text[self.text_start : end].strip(), self.name, bare))
        self._next()
        self.text_start = end + 1


_STEPS = {
    "(": _Reader.comment,
    ")": _Reader.refuse_closing,
    "<": _Reader.route,
    ">": _Reader.refuse_closing,
    '"': _Reader.quote,
    "[": _Reader.literal,
    ":": _Reader.colon,
    ",": _Reader.comma,
    ";": _Reader.semicolon,
}


def _remove_comments(text: str) -> str:
    """Return a display name without its comments, whose parentheses are known to be balanced."""
    characters: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for character in text:
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character == '"' and not depth:
            is_quoted = not is_quoted
        elif character in "()" and not is_quoted:
            depth += 1 if character == "(" else -1
            continue
        if not depth:
            characters.append(character)
    return "".join(characters)


def _remove_route(bare: str) -> str:
    """Return an address without the source route of ``@a,@b:local@domain``, an RFC 822 form."""
    if not bare.startswith("@") or ":" not in bare:
        return bare
    route, _, address = bare.partition(":")
    if not all(hop.startswith("@") for hop in route.split(",")):
        raise InvalidAddress(AddressFlaw.ILLEGAL_ROUTE)
    return address


def _check_local(bare: str, *, complete: bool) -> int | None:
    """Return the position of the ``@`` after the local part, or None if there is none."""
    is_quoted = False
    last = ""
    for position, character in enumerate(bare):
        if character == "\\" or last == "\\":
            last = "" if last == "\\" else character
            continue
        if character == '"':
            if complete:
                _check_quote(bare, position, closing=is_quoted)
            is_quoted = not is_quoted
        elif not is_quoted:
            if character == "@":
                if last == ".":
                    raise InvalidAddress(AddressFlaw.LOCAL_ENDS_WITH_DOT)
                if not position:
                    raise InvalidAddress(AddressFlaw.MISSING_LOCAL)
                return position
            _check_local_character(character, last)
        elif character in "\r\n":
            raise UnreadableAddress(bare)
        last = character
    return None


def _check_quote(bare: str, position: int, *, closing: bool) -> None:
    if closing:
        if bare[position + 1 : position + 2] not in ("@", ""):
            raise InvalidAddress(AddressFlaw.QUOTE_NOT_AT_END)
    elif position:
        raise InvalidAddress(AddressFlaw.QUOTE_NOT_AT_START)


def _check_local_character(character: str, last: str) -> None:
    if character == ".":
        if not last:
            raise InvalidAddress(AddressFlaw.LOCAL_STARTS_WITH_DOT)
        if last == ".":
            raise InvalidAddress(AddressFlaw.LOCAL_DOUBLE_DOT)
    elif character <= " " or character >= "\x7f":
        raise InvalidAddress(AddressFlaw.LOCAL_CONTROL)
    elif character in _SPECIALS:
        raise InvalidAddress(AddressFlaw.LOCAL_CHARACTER)


def _check_domain(domain: str) -> None:
    if not domain:
        raise InvalidAddress(AddressFlaw.MISSING_DOMAIN)
    if domain.startswith("."):
        raise InvalidAddress(AddressFlaw.DOMAIN_STARTS_WITH_DOT)
    # A domain literal such as [192.0.2.1] does not follow the rules of host names (RFC 5322 §3.4.1).
    if domain.startswith("[") and domain.endswith("]"):
        return
    last = ""
    for character in domain:
        if character <= " " or character >= "\x7f":
            raise InvalidAddress(AddressFlaw.DOMAIN_CONTROL)
        # isalnum() also accepts letters outside ASCII, which the check above has refused.
        if not character.isalnum() and character not in "-.":
            raise InvalidAddress(AddressFlaw.DOMAIN_CHARACTER)
        if character == "." == last:
            raise InvalidAddress(AddressFlaw.DOMAIN_DOUBLE_DOT)
        last = character
    if last == ".":
        raise InvalidAddress(AddressFlaw.DOMAIN_ENDS_WITH_DOT)
