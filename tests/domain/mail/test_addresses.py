"""The strict address parser makes its checks in SES's order and uses SES's texts."""

from __future__ import annotations

import contextlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import addresses


@pytest.mark.parametrize(
    ("text", "name", "bare", "domain"),
    [
        ("ada@example.com", "", "ada@example.com", "example.com"),
        ("Ada <ada@example.com>", "Ada", "ada@example.com", "example.com"),
        ('"Karen, Chan" <k@x.com>', "Karen, Chan", "k@x.com", "x.com"),
        ('"a\\"b" <k@x.com>', 'a"b', "k@x.com", "x.com"),
        ("=?UTF-8?B?w4Q=?= <a@x.com>", "Ä", "a@x.com", "x.com"),
        ("=?nonsense?B?w4Q=?= <a@x.com>", "=?nonsense?B?w4Q=?=", "a@x.com", "x.com"),
        ("Ärger <a@x.com>", "Ärger", "a@x.com", "x.com"),
        ("a@x.com (a comment (nested))", "", "a@x.com", "x.com"),
        ('"quoted local"@x.com', "", '"quoted local"@x.com', "x.com"),
        ("a@[192.0.2.1]", "", "a@[192.0.2.1]", "[192.0.2.1]"),
        ("a+b@Example.COM", "", "a+b@Example.COM", "Example.COM"),
        ("'ada'@example.com", "", "'ada'@example.com", "example.com"),
        ("a@x.com,", "", "a@x.com", "x.com"),
        (", ;a@x.com", "", "a@x.com", "x.com"),
        ("(first) Ada (the (great)) Lovelace <a@x.com> (last)", "Ada  Lovelace", "a@x.com", "x.com"),
        ('"Ada (not a comment)" <a@x.com>', "Ada (not a comment)", "a@x.com", "x.com"),
        ('"Ada\\(" (\\)) <a@x.com>', "Ada(", "a@x.com", "x.com"),
        ('Ada <"a b>c"@x.com>', "Ada", '"a b>c"@x.com', "x.com"),
        ('Ada <"a\\"b"@x.com>', "Ada", '"a\\"b"@x.com', "x.com"),
        ("a\\ b@x.com", "", "a\\ b@x.com", "x.com"),
        # A source route, which RFC 5322 §4.4 calls obsolete but requires parsers to accept.
        ("Ada <@r.com,@s.com:a@x.com>", "Ada", "a@x.com", "x.com"),
        ("a@xn--exmple-cua.com", "", "a@xn--exmple-cua.com", "xn--exmple-cua.com"),
        ('"a\\]b"@[x\\]y]', "", '"a\\]b"@[x\\]y]', "[x\\]y]"),
    ],
)
def test_an_address_has_parts(text: str, name: str, bare: str, domain: str) -> None:
    """An address equals its text, and has a display name, a bare address and a domain."""
    address = addresses.parse(text)

    assert (address, address.name, address.address, address.domain) == (text, name, bare, domain)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # The texts and the order of the checks: sending.md §3 [P].
        ("", "Invalid email address ."),
        ("ada", "Missing final '@domain'"),
        ("=?UTF-8?B?YUB4LmNvbQ==?=", "Missing final '@domain'"),
        ("Ada <ada>", "Missing final '@domain'"),
        ("@x.com", "Missing local name"),
        ("a@", "Missing domain"),
        ("a@x.com.", "Domain ends with dot"),
        ("Karen, Chan <k@x>", "Illegal address"),
        ("<a@x.com> text", "Illegal address"),
        ("a b@x.com", "Local address contains control or whitespace"),
        ("ä@x.com", "Local address contains control or whitespace"),
        ("To: a@b", "Local address contains illegal character"),
        ("github:x@y", "Local address contains illegal character"),
        ("a@x y.com", "Domain contains control or whitespace"),
        ("a@exämple.com", "Domain contains control or whitespace"),
        ("a@x_y.com", "Domain contains illegal character"),
        (".a@x.com", "Local address starts with dot"),
        ("a..b@x.com", "Local address contains dot-dot"),
        ("a.@x.com", "Local address ends with dot"),
        ("a@.x.com", "Domain starts with dot"),
        ("a@x..com", "Domain contains dot-dot"),
        ('"a@x.com', "Missing '\"'"),
        ('"a"b@x.com', "Quote not at end of local address"),
        ('a"b"@x.com', "Quote not at start of local address"),
        ("Ada <a@x.com", "Missing '>'"),
        ("a@x.com>", "Missing '<'"),
        ("a@x.com)", "Missing '('"),
        ("a@x.com (comment", "Missing ')'"),
        ("Ada <<a@x.com>", "Extra route-addr"),
        ("<a@x.com> <b@x.com>", "Extra route-addr"),
        ("Ada <@r.com,s:a@x.com>", "Illegal route-addr"),
        ('Ada <"a@x.com>', "Missing '\"'"),
        ("a@[192.0.2.1", "Missing ']'"),
        ("a@x.com; b@x.com", "Missing final '@domain'"),
        ("a:b:c;", "Nested group"),
        ("Team: a@x.com, b@x.com;", "Local address contains illegal character"),
        ("Team:a@x.com;", "Local address contains illegal character"),
        ("a@x.com, b@x.com", "Illegal address"),
        ("a@b@x.com", "Domain contains illegal character"),
        ("a@x[1]", "Domain contains illegal character"),
        ("  ", "Missing final '@domain'"),
        ("<>", "Missing final '@domain'"),
        ("a (b) c@x.com", "Local address contains control or whitespace"),
        ('"a\r\nb"@x.com', 'Invalid email address "a\r\nb"@x.com.'),
    ],
)
def test_a_malformed_address_is_refused(text: str, message: str) -> None:
    """A malformed address is refused with SES's text for its first fault, in the order in which SES checks."""
    with pytest.raises(InvalidParameter) as caught:
        addresses.parse(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "mailboxes"),
    [
        ("a@x.com, Ada <b@x.com>", ("a@x.com", "Ada <b@x.com>")),
        ('"Chan, Karen" <k@x.com>, a@x.com', ('"Chan, Karen" <k@x.com>', "a@x.com")),
        ("Team: a@x.com, b@x.com;", ("a@x.com", "b@x.com")),
        ('"a\\", b" <k@x.com>', ('"a\\", b" <k@x.com>',)),
        ("undisclosed-recipients:;", ()),
        ("undisclosed-recipients:; a@x.com", ("a@x.com",)),
        ("Team: Ada <a@x.com>, b@x.com;, c@x.com", ("Ada <a@x.com>", "b@x.com", "c@x.com")),
        ("a@x.com (hi, there)", ("a@x.com (hi, there)",)),
        ("", ()),
    ],
)
def test_a_header_lists_addresses(text: str, mailboxes: tuple[str, ...]) -> None:
    """A header is split into addresses, including the members of groups, but not at commas in quotes or comments."""
    assert addresses.parse_header(text) == mailboxes


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        # The text contains "name <addr>", with quotes around a name only where they are needed. Spec: sending.md §3.
        (f"{'a' * 310}@example.com", f"{'a' * 310}@example.com"),
        (f"{'ä' * 310} <a@example.com>", f'"{"ä" * 310}" <a@example.com>'),
        (f"{'b' * 310} <a@example.com>", f"{'b' * 310} <a@example.com>"),
    ],
)
def test_an_address_longer_than_320_characters_is_refused(text: str, normalized: str) -> None:
    """The limit applies to the normalized form, which quotes the display name where necessary."""
    with pytest.raises(InvalidParameter) as caught:
        addresses.check_length(addresses.parse(text))

    assert str(caught.value) == f"Address length is more than 320 characters long: '{normalized}'."


@pytest.mark.parametrize("text", ["a@example.com", f"{'a' * 200}@example.com"])
def test_an_address_of_up_to_320_characters_is_accepted(text: str) -> None:
    """An address within the limit passes the check."""
    assert addresses.check_length(addresses.parse(text)) is None


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("bounce@simulator.amazonses.com", "bounce"),
        ("Ada <Bounce+a@SIMULATOR.amazonses.com>", "bounce"),
        ("bounce@example.com", None),
    ],
)
def test_simulator_mailboxes_are_recognized(text: str, mailbox: str | None) -> None:
    """An address of the mailbox simulator is recognized with any label, and regardless of case."""
    address = addresses.parse(text)

    assert (addresses.find_simulator_mailbox(address), addresses.is_simulator(address)) == (
        mailbox,
        bool(mailbox),
    )


def test_a_key_folds_only_the_domain() -> None:
    """The key of an address has the local part as written and the domain in lower case."""
    assert addresses.parse("Ada <Ada@Example.COM>").key == "Ada@example.com"


def test_an_address_survives_pickling() -> None:
    """An address keeps its parts when it is pickled, as parallel test runs do."""
    address = addresses.parse("Ada <ada@example.com>")

    assert pickle.loads(pickle.dumps(address)).name == "Ada"


def test_the_lenient_parser_accepts_any_text() -> None:
    """The lenient parser accepts any text as an address."""
    assert addresses.lenient("no address").address == "no address"


@given(st.text(alphabet='ab@.<>()"\\,;: ä\n[]', max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """The parsers raise no error except SES's refusal, for any text."""
    for parse in (addresses.parse, addresses.parse_header):
        with contextlib.suppress(InvalidParameter):
            parse(text)
