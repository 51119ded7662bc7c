"""Citations of docs/behavior/, such as ``tenants.md §3 [P]``, and the headings that they refer to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BEHAVIOR = Path(__file__).parent / "behavior"
PAGES = tuple(sorted(path.stem for path in BEHAVIOR.glob("[a-z]*.md")))

_NUMBER = r"§\d+(?:\.\d+)?"
_NAME = r"(?:step \d+|[A-Z][\w*-]*(?: [\w*-]+)*)"  # the name of a part of a section
_MARKS = r"\[[A-Z]+(?:, [A-Z]+)*\]"
_PART = rf"{_NUMBER}(?:,? {_NAME})*(?: {_MARKS})?"
# A page after a slash, as in ../behavior/tenants.md, belongs to a link and is not a citation.
_CITATIONS = re.compile(rf"(?<![/\w])({'|'.join(PAGES)})\.md ({_PART}(?:[,;] {_PART})*)")
_HEADING = re.compile(r"^(#{2,3}) (?:(\d+(?:\.\d+)?)\.? )?(.+)$", re.MULTILINE)


class Citation(NamedTuple):
    """A section of a page, the names of cited parts of the section, and the marks of the evidence."""

    page: str
    section: str
    names: tuple[str, ...]
    marks: tuple[str, ...]


class Heading(NamedTuple):
    """A heading of a page, with its number if it has one, its anchor, and the text of its section."""

    number: str
    title: str
    anchor: str
    text: str
    parent: str  # the number of the section that contains it


def find_citations(text: str) -> list[Citation]:
    """Return the citations in a text, in order."""
    return [citation for match in _CITATIONS.finditer(text) for _, citation in _parse_parts(match)]


def remove_citations(text: str) -> str:
    """Return a text without its citations."""
    return _CITATIONS.sub("", text)


def link_citations(text: str) -> str:
    """Return a text with its citations as Markdown links, relative to docs/reference/."""
    return _CITATIONS.sub(_link, text)


@cache
def read_title(page: str) -> str:
    """Return the title of a page, up to a colon."""
    title = (BEHAVIOR / f"{page}.md").read_text("utf-8").partition("\n")[0]
    return title.removeprefix("# ").partition(":")[0]


@cache
def read_headings(page: str) -> list[Heading]:
    """Return the headings of the sections of a page."""
    text = (BEHAVIOR / f"{page}.md").read_text("utf-8")
    matches = list(_HEADING.finditer(text))
    headings: list[Heading] = []
    parent = ""
    for place, match in enumerate(matches):
        parent = match[2] if match[1] == "##" else parent
        end = next(
            (each.start() for each in matches[place + 1 :] if len(each[1]) <= len(match[1])), len(text)
        )
        # GitHub and MyST build the anchor of a heading in this way.
        anchor = re.sub(r"[^\w -]", "", match[0].lstrip("# ").lower()).replace(" ", "-")
        headings.append(Heading(match[2] or "", match[3], anchor, text[match.start() : end], parent))
    return headings


def find_heading(citation: Citation) -> Heading | None:
    """Return the heading of the part that a citation refers to, or else of its section."""
    below = [each for each in read_headings(citation.page) if each.parent == citation.section]
    parts = (each for each in below for name in citation.names if each.title.partition(" (")[0] == name)
    return next(parts, _find_section(citation))


def find_missing_names(citation: Citation) -> list[str]:
    """Return the names in a citation that its section does not contain."""
    section = _find_section(citation)
    return [name for name in citation.names if section is None or not _has_part(section.text, name)]


def _find_section(citation: Citation) -> Heading | None:
    headings = read_headings(citation.page)
    return next((heading for heading in headings if heading.number == citation.section), None)


def _has_part(text: str, name: str) -> bool:
    """Return whether a heading, an item or bold words in a text begin with a name."""
    if name.startswith("step "):
        return re.search(rf"(?:^|\. ){name[5:]}\. ", text, re.MULTILINE) is not None
    return re.search(rf"(?:^(?:#+ |[-*] )?|\*\*){re.escape(name)}\b", text, re.MULTILINE) is not None


def _parse_parts(match: re.Match[str]) -> Iterator[tuple[str, Citation]]:
    """Yield the text of each part of a citation, and the parsed citation."""
    for part in re.finditer(_PART, match[2]):
        names = re.findall(_NAME, re.sub(_MARKS, "", part[0]))
        marks = re.findall(r"[A-Z]+", "".join(re.findall(_MARKS, part[0])))
        section = part[0][1:].split()[0].rstrip(",")
        yield part[0], Citation(match[1], section, tuple(names), tuple(marks))


def _link(match: re.Match[str]) -> str:
    links = [_link_part(text, citation) for text, citation in _parse_parts(match)]
    links[0] = links[0].replace("[", f"[{read_title(match[1])} ", 1)
    return ", ".join(links)


def _link_part(text: str, citation: Citation) -> str:
    label, mark, marks = text.partition(" [")
    heading = find_heading(citation)
    anchor = heading.anchor if heading else ""
    return f"[{label}](../behavior/{citation.page}.md#{anchor}){mark}{marks}"
