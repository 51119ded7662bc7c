"""Templates for every feature of the language, and their data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

_FILE: dict[str, Any] = json.loads((Path(__file__).parent / "templates.json").read_text(encoding="utf-8"))
DATA: dict[str, Any] = _FILE["data"]
HANDWRITTEN: list[str] = _FILE["templates"]

_PATHS = [
    "@root.name",
    "@root.n",
    "@root.o.x",
    "@root.[foo bar]",
    "@root.list",
    "@root.no",
    "@root.list.length",
    "@root.empty",
]
_TEXTS = st.sampled_from(["x", " ", "\n", "  \n  ", "\r\n", "a b", "\t"])
_TILDES = st.sampled_from(["", "", "~"])
_MUSTACHES = st.builds("{{{{{1}{0}{2}}}}}_".format, st.sampled_from(_PATHS), _TILDES, _TILDES)
_COMMENTS = st.sampled_from(["{{! c }}", "{{!-- c }} --}}", "{{~! c ~}}"])
_OPENINGS = st.sampled_from(
    [
        ("#if @root.t", "if"),
        ("#if @root.none", "if"),
        ("#unless @root.z", "unless"),
        ("#each @root.list", "each"),
        ("#each @root.o", "each"),
        ("#with @root.o", "with"),
        ("#each @root.none", "each"),
        ("^@root.no", "@root.no"),
        ("#@root.people", "@root.people"),
        ("#each @root.nums as |v k|", "each"),
    ]
)


def _block(opening: tuple[str, str], first: str, second: str | None, tildes: list[str]) -> str:
    middle = "" if second is None else f"{{{{{tildes[2]}else{tildes[3]}}}}}{second}"
    return f"{{{{{tildes[0]}{opening[0]}{tildes[1]}}}}}{first}{middle}{{{{{tildes[4]}/{opening[1]}{tildes[5]}}}}}"


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    insides = st.lists(inner, max_size=4).map("".join)
    tildes = st.lists(_TILDES, min_size=6, max_size=6)
    return st.builds(_block, _OPENINGS, insides, st.none() | insides, tildes)


TEMPLATES: st.SearchStrategy[str] = st.lists(
    st.recursive(_TEXTS | _MUSTACHES | _COMMENTS, _around, max_leaves=8), min_size=1, max_size=6
).map("".join)
"""Templates without missing attributes.

Text follows each value, since the code that Handlebars generates would add up two adjacent numbers.
"""
