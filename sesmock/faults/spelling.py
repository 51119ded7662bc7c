"""The names of operations, APIs and errors that a test writes, and suggestions for unknown names."""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sesmock.apis import APIS, SMTP, SMTP_SEND
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def resolve_apis(choice: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the APIs that a test selects; all of them for None.

    Raise `ValueError` for an unknown name or an empty choice.
    """
    apis = (*APIS, SMTP)
    names = apis if choice is None else (choice,) if isinstance(choice, str) else tuple(choice)
    if not names:
        raise ValueError("api is empty, so nothing could fail")
    for name in names:
        if name not in apis:
            raise ValueError(f"unknown API {name!r}; valid names: {', '.join(apis)}")
    return names


def resolve_operations(patterns: str | Iterable[str], among: Iterable[str]) -> frozenset[str]:
    """Return the operations of APIs that match names or patterns such as ``"Send*"``.

    boto3's spelling, ``send_email``, is accepted. Raise `ValueError` for a name that matches none.
    """
    names = {name for api in among for name in _list_operations(api)}
    by_key = {_fold(name): name for name in names}
    if SMTP in among:
        by_key[SMTP] = SMTP_SEND  # "smtp" is an operation only in a list; on its own, it selects the API
    matches: set[str] = set()
    for pattern in (patterns,) if isinstance(patterns, str) else patterns:
        # fnmatch() would follow the platform's rules for file names; _fold() has already ignored case.
        matching = {by_key[key] for key in by_key if fnmatchcase(key, _fold(pattern))}
        if not matching:
            raise ValueError(explain_unknown("operation", pattern, names, owner=_enumerate(among)))
        matches |= matching
    if not matches:
        raise ValueError("operation is empty, so nothing could fail")
    return frozenset(matches)


def _list_operations(api: str) -> Collection[str]:
    return (SMTP_SEND,) if api == SMTP else service_model(api).operation_names


def explain_unknown(kind: str, name: str, names: Collection[str], *, owner: str = "SES") -> str:
    """Return the error text for an unknown name, with the closest names."""
    by_key = {_fold(each): each for each in names}
    close = get_close_matches(_fold(name), by_key, n=3)
    hint = f"; did you mean {_enumerate([repr(by_key[key]) for key in close], 'or')}?" if close else ""
    return f"unknown {kind} {name!r} of {owner}{hint}"


def _enumerate(names: Iterable[str], conjunction: str = "and") -> str:
    """Return names as a list in a sentence, such as ``a, b and c``."""
    *start, last = names
    return f"{', '.join(start)} {conjunction} {last}" if start else last


def _fold(name: str) -> str:
    return name.replace("_", "").lower()
