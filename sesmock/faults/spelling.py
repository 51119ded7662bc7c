"""Names that a test writes: operations, APIs, errors. A wrong one is told at once, with the nearest right one."""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sesmock.apis import APIS, SMTP, SMTP_SEND
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def resolve_apis(choice: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the APIs that a test names, all if it names none; raise `ValueError` for an unknown name or none."""
    apis = (*APIS, SMTP)
    names = apis if choice is None else (choice,) if isinstance(choice, str) else tuple(choice)
    if not names:
        raise ValueError("no API is named, so nothing could fail")
    for name in names:
        if name not in apis:
            raise ValueError(f"there is no API {name!r}; there are: {', '.join(apis)}")
    return names


def resolve_operations(patterns: str | Iterable[str], among: Iterable[str]) -> frozenset[str]:
    """Return the operations of APIs that names or patterns such as ``"Send*"`` stand for.

    boto3's spelling, ``send_email``, is welcome. Raise `ValueError` for a name that stands for none.
    """
    names = {name for api in among for name in _list_operations(api)}
    by_key = {_fold(name): name for name in names}
    matches: set[str] = set()
    for pattern in (patterns,) if isinstance(patterns, str) else patterns:
        matching = {by_key[key] for key in by_key if fnmatchcase(key, _fold(pattern))}
        if not matching:
            raise ValueError(explain_unknown("operation", pattern, names, owner=" and ".join(among)))
        matches |= matching
    if not matches:
        raise ValueError("no operation is named, so nothing could fail")
    return frozenset(matches)


def _list_operations(api: str) -> Collection[str]:
    return (SMTP_SEND,) if api == SMTP else service_model(api).operation_names


def explain_unknown(kind: str, name: str, names: Collection[str], *, owner: str = "SES") -> str:
    """Return what to say of a name that nobody has, and the nearest one that is."""
    by_key = {_fold(each): each for each in names}
    close = get_close_matches(_fold(name), by_key, n=3)
    hint = f"; do you mean {' or '.join(by_key[key] for key in close)}?" if close else ""
    return f"there is no {kind} {name!r} of {owner}{hint}"


def _fold(name: str) -> str:
    return name.replace("_", "").lower()
