"""How a value of a message is compared with what a test wants of it.

A str, a pattern and a list mean what suits the value; None is "absent", ``...`` is "present", a callable is asked,
and anything else is compared by its own ``==``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sesmock.domain.mail import addresses

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.parsed_mail import Headers

# Values differ in type from filter to filter, so what compares them takes any.
Test = Callable[[Any], bool]

_SEVERAL = (list, tuple, set, frozenset)


def equal(wanted: object) -> Test:
    """Compare one value; a str is the whole of it."""
    if isinstance(wanted, re.Pattern):
        return lambda value: value is not None and wanted.search(value) is not None
    if isinstance(wanted, _SEVERAL):
        raise TypeError(f"{wanted!r}: a list is for filters that look at several values, such as to=")
    return _general(wanted) or (lambda value: bool(value == wanted))


def containing(wanted: object) -> Test:
    """Compare one text; a str is a part of it."""
    if isinstance(wanted, str):
        return lambda value: value is not None and wanted in value
    return equal(wanted)


def address(wanted: object) -> Test:
    """Compare one address; a display name counts only if one is wanted."""
    if not isinstance(wanted, str):
        return equal(wanted)
    parsed = addresses.lenient(wanted)
    if parsed.name:
        return lambda value: value is not None and bool(value == wanted)
    return lambda value: value is not None and bool(value.key == parsed.key)


def some_address(wanted: object) -> Test:
    """Compare several addresses; a str is one of them, a list all of them in any order."""
    if isinstance(wanted, _SEVERAL):
        keys = {addresses.lenient(str(one)).key for one in wanted}
        return lambda value: {one.key for one in value} == keys
    if isinstance(wanted, str):
        parsed = addresses.lenient(wanted)
        if parsed.name:
            return lambda value: wanted in value
        return _has_key(parsed.key)
    return some(wanted)


def _has_key(key: str) -> Test:
    """Return the test that is made most often, among thousands of messages: without anything built."""

    def test(value: Sequence[Address]) -> bool:
        for one in value:  # noqa: SIM110 - twice as fast as any()
            if one.key == key:
                return True
        return False

    return test


def some(wanted: object) -> Test:
    """Compare several values; a str or a pattern is for one of them, a list for all in any order."""
    if isinstance(wanted, _SEVERAL):
        expected = sorted(map(str, wanted))
        return lambda value: sorted(map(str, value)) == expected
    if isinstance(wanted, (str, re.Pattern)):
        one = equal(wanted)
        return lambda value: any(one(item) for item in value)
    return _general(wanted) or (lambda value: bool(value == wanted) or any(item == wanted for item in value))


def some_containing(wanted: object) -> Test:
    """Compare the texts of a body; a str is a part of one of them, a callable is asked of each."""
    if isinstance(wanted, str):
        return lambda value: any(wanted in item for item in value)
    if callable(wanted) and not isinstance(wanted, type):
        return lambda value: any(wanted(item) for item in value)
    return some(wanted)


def header(wanted: object) -> Test:
    """Compare headers; a str is the name of one, a mapping holds names and what is wanted of their values."""
    if isinstance(wanted, str):
        return lambda value: wanted in value
    if isinstance(wanted, Mapping):
        tests = {name: some(expected) for name, expected in wanted.items()}
        return lambda value: all(test(_values(value, name)) for name, test in tests.items())
    return _general(wanted) or (lambda value: bool(value == wanted))


def entries(wanted: object) -> Test:
    """Compare a mapping; a str is one of its names, a mapping holds names and what is wanted of their values."""
    if isinstance(wanted, str):
        return lambda value: value is not None and wanted in value
    if isinstance(wanted, Mapping):
        tests = {name: entry(expected) for name, expected in wanted.items()}
        return lambda value: value is not None and all(test(value.get(name)) for name, test in tests.items())
    return equal(wanted)


def entry(wanted: object) -> Test:
    """Compare a value inside a mapping: mappings as `entries` does, lists by ``==``."""
    if isinstance(wanted, Mapping):
        inner = entries(wanted)
        return lambda value: isinstance(value, Mapping) and inner(value)
    return (lambda value: bool(value == wanted)) if isinstance(wanted, _SEVERAL) else equal(wanted)


def outcome(wanted: object) -> Test:
    """Compare outcomes by recipient; a str is the outcome of one of them, a mapping names recipients."""
    if isinstance(wanted, Mapping):
        tests = [(addresses.lenient(name).key, equal(expected)) for name, expected in wanted.items()]
        return lambda value: all(test(_of_recipient(value, key)) for key, test in tests)
    among = some(wanted)
    return lambda value: among(tuple(value.values()))


def template(wanted: object) -> Test:
    """Compare the template used; a str is its name or ARN, a pattern is searched in both."""
    if isinstance(wanted, (str, re.Pattern)):
        one = equal(wanted)
        return lambda value: value is not None and (one(value.name) or one(value.arn))
    return equal(wanted)


def attachment(wanted: object) -> Test:
    """Compare attachments by file name; a callable and objects with their own ``==`` get the attachments."""
    if isinstance(wanted, (str, re.Pattern, *_SEVERAL)):
        names = some(wanted)
        return lambda value: names([one.file_name for one in value if one.file_name is not None])
    return some(wanted)


def choice(name: str, known: Iterable[str]) -> Callable[[object], Test]:
    """Return what compares a value that is one of a few names; a list is one of several.

    It raises `ValueError` for a str that is none of them: nothing would ever match it.
    """
    names = tuple(known)

    def compare(wanted: object) -> Test:
        several = wanted if isinstance(wanted, _SEVERAL) else [wanted]
        for one in several:
            if isinstance(one, str) and one not in names:
                raise ValueError(
                    f"{name}={one!r}: it is one of {', '.join(repr(str(each)) for each in names)}"
                )
        return (lambda value: value in several) if several is wanted else equal(wanted)

    return compare


def message(wanted: object) -> Test:
    """Compare the message that something is about; an object with its own ``==``, such as `Mail`, is asked.

    A callable is not asked about what is about no message.
    """
    test = asked(wanted)
    if callable(wanted) and not isinstance(wanted, type):
        return lambda value: value is not None and test(value)
    return test


def asked(wanted: object) -> Test:
    """Ask a callable, or a matcher, about the message itself."""
    return _general(wanted) or (lambda value: bool(value == wanted))


def _general(wanted: object) -> Test | None:
    """Return the test that a value has whatever it is compared with."""
    if wanted is None:
        return _is_absent
    if wanted is ...:
        return lambda value: not _is_absent(value)
    if callable(wanted) and not isinstance(wanted, type):
        return lambda value: bool(wanted(value))
    return None


def _is_absent(value: object) -> bool:
    return value is None or (
        not isinstance(value, str) and isinstance(value, (Sequence, Mapping)) and not value
    )


def _values(headers: Headers, name: str) -> list[str]:
    return headers.get_all(name)


def _of_recipient(outcomes: Mapping[Address, object], key: str) -> object:
    return next((found for recipient, found in outcomes.items() if recipient.key == key), None)
