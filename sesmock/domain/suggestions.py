"""What to say of a name that nobody has: the one that was meant, and all that are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_CUTOFF = 0.7  # below it a suggestion is more often wrong than right


def describe_unknown(
    kind: str,
    unknown: Iterable[str],
    valid: Iterable[str],
    *,
    aliases: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the sentence for unknown names: ``unknown option 'x'; did you mean 'y'? Valid options: …``.

    ``aliases`` are names that people guess, and what they mean by them: the first of several that is valid.
    """
    names, unknown = list(valid), sorted(unknown)
    suggestions = dict.fromkeys(filter(None, (_suggest(name, names, aliases or {}) for name in unknown)))
    meant = f"; did you mean {' and '.join(map(repr, suggestions))}?" if suggestions else "."
    plural = f"{kind}s" if len(unknown) > 1 else kind
    return f"unknown {plural} {', '.join(map(repr, unknown))}{meant} Valid {kind}s: {', '.join(names)}"


def _suggest(name: str, valid: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> str | None:
    """Return the valid name that was probably meant, None if none comes near."""
    from difflib import get_close_matches  # an error is rare, and the module is not free

    name = name.lower()
    singular = name.removesuffix("s")
    meant = [singular, *aliases.get(name, ()), *aliases.get(singular, ())]
    near = get_close_matches(name, valid, 1, _CUTOFF)
    return next((each for each in [*meant, *near] if each in valid), None)
