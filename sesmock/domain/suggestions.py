"""Errors about unknown names, with suggestions and the valid names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_CUTOFF = 0.7  # below this, suggestions are more often wrong than right


def describe_unknown(
    kind: str,
    unknown: Iterable[object],
    valid: Iterable[str],
    *,
    aliases: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the sentence for unknown names: ``unknown option 'x'; did you mean 'y'? Valid options: …``.

    ``aliases`` maps each guessed name to the names that it may mean; the first valid one is suggested. A name that is
    not a string gets no suggestion.
    """
    names, unknown = list(valid), sorted(unknown, key=str)
    plural = f"{kind}s" if len(unknown) > 1 else kind
    if not names:
        return f"unknown {plural} {', '.join(map(repr, unknown))}: there are no {kind}s"
    suggestions = dict.fromkeys(filter(None, (suggest(name, names, aliases or {}) for name in unknown)))
    meant = f"; did you mean {' and '.join(map(repr, suggestions))}?" if suggestions else "."
    return f"unknown {plural} {', '.join(map(repr, unknown))}{meant} Valid {kind}s: {', '.join(names)}"


def suggest(name: object, valid: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> str | None:
    """Return the valid name that is probably meant, or None if none is similar."""
    if not isinstance(name, str):
        return None
    import re
    from difflib import get_close_matches  # imported here, because errors are rare and the import takes time

    # A name in camel case, such as bodyHtml, is looked up as body_html.
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    names = {each.lower(): each for each in valid}
    singular = name.removesuffix("s")
    meant = [name, singular, *aliases.get(name, ()), *aliases.get(singular, ())]
    near = get_close_matches(name, names, 1, _CUTOFF)
    return next((names[each] for each in [*meant, *near] if each in names), None)
