"""Functions that return a test for the value of an item, given the expected value.

The meaning of a str, a pattern and a list depends on the value. None means absent, ``...`` means present, a
callable is called with the value, and anything else is compared by its own ``==``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sesmock.domain.mail import addresses
from sesmock.domain.mail.outcomes import Outcome

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.parsed_mail import Headers

# The type of a value differs from filter to filter, so a test accepts any type.
Test = Callable[[Any], bool]
Item = TypeVar("Item")

_SEVERAL = (list, tuple, set, frozenset)
# A test can set NO_TLS as the outcome of a recipient, but no message has this outcome.
_OUTCOMES = [outcome for outcome in Outcome if outcome is not Outcome.NO_TLS]


def compare_value(expected: object) -> Test:
    """Return the test for one value; a str must equal it."""
    if isinstance(expected, re.Pattern):
        return lambda value: value is not None and expected.search(value) is not None
    if isinstance(expected, _SEVERAL):
        raise TypeError(f"{expected!r}: a list is for filters that look at several values, such as to=")
    return _general(expected) or (lambda value: bool(value == expected))


def compare_text(expected: object) -> Test:
    """Return the test for one text; a str must be contained in it."""
    if isinstance(expected, str):
        return lambda value: value is not None and expected in value
    return compare_value(expected)


def compare_address(expected: object) -> Test:
    """Return the test for one address; display names count only if one is expected, and are decoded first."""
    if isinstance(expected, re.Pattern):
        return lambda value: value is not None and _is_in_address(expected, value)
    if not isinstance(expected, str):
        return compare_value(expected)
    mailbox = addresses.lenient(expected)
    return lambda value: value is not None and addresses.is_mailbox(value, mailbox)


def compare_addresses(expected: object) -> Test:
    """Return the test for several addresses; a str must equal any of them, a list all of them in any order."""
    if isinstance(expected, _SEVERAL):
        return _has_all([addresses.lenient(str(one)) for one in expected])
    if isinstance(expected, re.Pattern):
        return lambda value: any(_is_in_address(expected, one) for one in value)
    if isinstance(expected, str):
        mailbox = addresses.lenient(expected)
        if mailbox.name:
            return lambda value: any(addresses.is_mailbox(one, mailbox) for one in value)
        return HasKey(mailbox.key)
    return compare_values(expected)


def _has_all(mailboxes: Sequence[Address]) -> Test:
    keys = {mailbox.key for mailbox in mailboxes}
    return lambda value: (
        {one.key for one in value} == keys
        and all(any(addresses.is_mailbox(one, mailbox) for one in value) for mailbox in mailboxes)
    )


def _is_in_address(pattern: re.Pattern[str], value: Address) -> bool:
    return any(pattern.search(text) for text in (value, addresses.display(value)))


class HasKey:
    """Tests whether one of several addresses has a key. This is the most frequent test, so it must be fast."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, value: Sequence[Address]) -> bool:
        """Return whether one of the addresses has the key."""
        return any(one.key == self.key for one in value)

    def select(self, items: Iterable[Item], attribute: str) -> list[Item]:
        """Return the items that have such an address in an attribute, without a call of the test for each item."""
        key, messages = self.key, cast("Iterable[Any]", items)
        # Most tests filter by ``to``, and reading this attribute without attrgetter() takes half the time.
        if attribute == "to":
            matches = [item for item in messages for one in item.to if one.key == key]
        else:
            read = attrgetter(attribute)
            matches = [item for item in messages for one in read(item) if one.key == key]
        # An item that has the address twice is still one item.
        return list({id(item): item for item in matches}.values())


def compare_values(expected: object) -> Test:
    """Return the test for several values; a str or pattern must match any of them, a list all of them in any order."""
    if isinstance(expected, _SEVERAL):
        texts = sorted(map(str, expected))
        return lambda value: sorted(map(str, value)) == texts
    if isinstance(expected, (str, re.Pattern)):
        one = compare_value(expected)
        return lambda value: any(one(item) for item in value)
    return _general(expected) or (
        lambda value: bool(value == expected) or any(item == expected for item in value)
    )


def compare_texts(expected: object) -> Test:
    """Return the test for the texts of a body; any of them must contain a str, and a callable is called with each."""
    if isinstance(expected, str):
        return lambda value: any(expected in item for item in value)
    if callable(expected) and not isinstance(expected, type):
        return lambda value: any(expected(item) for item in value)
    return compare_values(expected)


def compare_headers(expected: object) -> Test:
    """Return the test for headers; a str is the name of a header, a mapping has names and expected values."""
    if isinstance(expected, str):
        return lambda value: expected in value
    if isinstance(expected, Mapping):
        tests = {name: compare_values(each) for name, each in expected.items()}
        return lambda value: all(test(_values(value, name)) for name, test in tests.items())
    return _general(expected) or (lambda value: bool(value == expected))


def compare_entries(expected: object) -> Test:
    """Return the test for a mapping; a str is one of its keys, a mapping has keys and expected values."""
    if isinstance(expected, str):
        return lambda value: value is not None and expected in value
    if isinstance(expected, Mapping):
        tests = {name: compare_entry(each) for name, each in expected.items()}
        return lambda value: value is not None and all(test(value.get(name)) for name, test in tests.items())
    return compare_value(expected)


def compare_entry(expected: object) -> Test:
    """Return the test for a value in a mapping; mappings are tested by `compare_entries`, lists by ``==``."""
    if isinstance(expected, Mapping):
        inner = compare_entries(expected)
        return lambda value: isinstance(value, Mapping) and inner(value)
    return (
        (lambda value: bool(value == expected)) if isinstance(expected, _SEVERAL) else compare_value(expected)
    )


def compare_outcomes(expected: object) -> Test:
    """Return the test for outcomes; a str must be the outcome of any recipient, a mapping has recipients as keys.

    Raises:
        ValueError: for an unknown outcome, which would never match.

    """
    if isinstance(expected, Mapping):
        _check_choice("outcome", _OUTCOMES, list(expected.values()))
        tests = [(addresses.lenient(name), compare_value(each)) for name, each in expected.items()]
        return lambda value: all(test(_find_outcome(value, mailbox)) for mailbox, test in tests)
    _check_choice("outcome", _OUTCOMES, expected)
    among = compare_values(expected)
    return lambda value: among(tuple(value.values()))


def compare_template(expected: object) -> Test:
    """Return the test for a template; a str is its name or ARN, a pattern must match either."""
    if isinstance(expected, (str, re.Pattern)):
        one = compare_value(expected)
        return lambda value: value is not None and (one(value.name) or one(value.arn))
    return compare_value(expected)


def compare_attachments(expected: object) -> Test:
    """Return the test for attachments by file name; a callable or a matcher gets the attachments themselves."""
    if isinstance(expected, (str, re.Pattern, *_SEVERAL)):
        names = compare_values(expected)
        return lambda value: names([one.file_name for one in value if one.file_name is not None])
    return compare_values(expected)


def compare_choice(name: str, options: Iterable[str]) -> Callable[[object], Test]:
    """Return the comparator of a value with a fixed set of names; a list matches any of its names.

    The comparator raises `ValueError` for an unknown name, which would never match.
    """
    names = tuple(options)

    def compare(expected: object) -> Test:
        _check_choice(name, names, expected)
        return (
            (lambda value: value in expected) if isinstance(expected, _SEVERAL) else compare_value(expected)
        )

    return compare


def compare_message(expected: object) -> Test:
    """Return the test for the message of an item; an object with its own ``==``, such as `Mail`, is compared with it.

    A callable is not called for items without a message.
    """
    test = compare_whole(expected)
    if callable(expected) and not isinstance(expected, type):
        return lambda value: value is not None and test(value)
    return test


def compare_whole(expected: object) -> Test:
    """Return the test for an item as a whole; a callable is called with it, a matcher is compared with it."""
    return _general(expected) or (lambda value: bool(value == expected))


def _general(expected: object) -> Test | None:
    """Return the test for None, ``...`` or a callable, which mean the same for every value, or None for all others."""
    if expected is None:
        return _is_absent
    if expected is ...:
        return lambda value: not _is_absent(value)
    # A class is callable, too, but it is a value to compare with.
    if callable(expected) and not isinstance(expected, type):
        return lambda value: bool(expected(value))
    return None


def _check_choice(name: str, choices: Sequence[str], expected: object) -> None:
    """Raise `ValueError` if a string, alone or in a list, is not one of the choices."""
    for one in expected if isinstance(expected, _SEVERAL) else [expected]:
        if isinstance(one, str) and one not in choices:
            valid = ", ".join(map(repr, choices))
            raise ValueError(f"{name} must be one of {valid}, got {one!r}")


def _is_absent(value: object) -> bool:
    # An email without Cc has an empty tuple, so empty collections are absent. An empty string is still a string.
    return value is None or (
        not isinstance(value, str) and isinstance(value, (Sequence, Mapping)) and not value
    )


def _values(headers: Headers, name: str) -> list[str]:
    return headers.get_all(name)


def _find_outcome(outcomes: Mapping[Address, object], expected: Address) -> object:
    return next(
        (outcome for recipient, outcome in outcomes.items() if addresses.is_mailbox(recipient, expected)),
        None,
    )
