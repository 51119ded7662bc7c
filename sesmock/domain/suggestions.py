"""What to say of a name that nobody has: the one that was meant, and all that are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def describe_unknown(
    kind: str, unknown: Iterable[str], valid: Iterable[str], *, aliases: Mapping[str, str] | None = None
) -> str:
    """Return the sentence for unknown names: ``unknown option 'x'; did you mean 'y'? Valid options: …``.

    ``aliases`` are names that people guess, and what they mean by them.
    """
    names, unknown = list(valid), sorted(unknown)
    suggestions = dict.fromkeys(filter(None, (suggest(name, names, aliases) for name in unknown)))
    meant = f"; did you mean {' and '.join(map(repr, suggestions))}?" if suggestions else "."
    plural = f"{kind}s" if len(unknown) > 1 else kind
    return f"unknown {plural} {', '.join(map(repr, unknown))}{meant} Valid {kind}s: {', '.join(names)}"


def suggest(name: str, valid: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
    """Return the valid name that was probably meant, None if none comes near."""
    from difflib import get_close_matches  # an error is rare, and the module is not free

    alias = (aliases or {}).get(name.lower().replace("-", "_"))
    return alias or next(iter(get_close_matches(name.lower(), list(valid), 1)), None)
