"""Names that a test writes: operations, APIs, errors. A wrong one is told at once, with the nearest right one."""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sesmock.apis import APIS
from sesmock.protocol.models import service_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def apis(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the APIs that a test names, all if it names none; raise `ValueError` for what is none, or for none."""
    names = tuple(APIS) if given is None else (given,) if isinstance(given, str) else tuple(given)
    if not names:
        raise ValueError("no API is named, so nothing could fail")
    for name in names:
        if name not in APIS:
            raise ValueError(f"there is no API {name!r}; there are: {', '.join(APIS)}")
    return names


def operations(given: str | Iterable[str], among: Iterable[str]) -> frozenset[str]:
    """Return the operations of APIs that names or patterns such as ``"Send*"`` stand for.

    boto3's spelling, ``send_email``, is welcome. Raise `ValueError` for a name that stands for none.
    """
    known = {name for api in among for name in service_model(api).operation_names}
    folded = {_folded(name): name for name in known}
    found: set[str] = set()
    for name in (given,) if isinstance(given, str) else given:
        matching = {folded[key] for key in folded if fnmatchcase(key, _folded(name))}
        if not matching:
            raise ValueError(unknown("operation", name, known, of=" and ".join(among)))
        found |= matching
    if not found:
        raise ValueError("no operation is named, so nothing could fail")
    return frozenset(found)


def unknown(kind: str, given: str, known: Collection[str], *, of: str = "SES") -> str:
    """Return what to say of a name that nobody has, and the nearest one that is."""
    folded = {_folded(name): name for name in known}
    close = get_close_matches(_folded(given), folded, n=3)
    hint = f"; do you mean {' or '.join(folded[name] for name in close)}?" if close else ""
    return f"there is no {kind} {given!r} of {of}{hint}"


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
