"""Every citation in the code refers to a heading of docs/behavior/, whose pages follow their own rules."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs import citations

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FOLDERS = ["sesmock", "conftest_plugin", "tests", "docs", "examples", "benchmarks", "scripts", "typing_tests"]
README = (citations.BEHAVIOR / "README.md").read_text("utf-8")
PAGES = [citations.BEHAVIOR / f"{page}.md" for page in citations.PAGES]
BEHAVIOR_PAGES = [*PAGES, *citations.BEHAVIOR.rglob("README.md")]
EXAMPLES = {Path(__file__), Path(citations.__file__)}  # their citations are test data
each_folder = pytest.mark.parametrize("folder", FOLDERS)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@cache
def read_texts(folder: str) -> list[tuple[str, str]]:
    """Return the location and text of each docstring and comment, with line ends replaced by spaces."""
    paths = {path for path in (ROOT / folder).rglob("*.py") if path not in EXAMPLES}
    return [text for path in sorted(paths) for text in read_module(path)]


def read_module(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a module that mention a section or a page."""
    source = path.read_text("utf-8")
    if "§" in source or ".md" in source:
        for line, text in [*read_docstrings(source), *read_comments(source)]:
            yield f"{path.relative_to(ROOT)}:{line}", " ".join(text.split())


def read_docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a module and of its attributes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)


def read_comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a module; successive lines form one comment."""
    start, end, text = 0, 0, ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            is_next = token.start[0] == end + 1
            if text and not is_next:
                yield start, text
            text = f"{text} {token.string[1:]}" if is_next else token.string[1:]
            start, end = start if is_next else token.start[0], token.start[0]
    yield start, text


def read_marks() -> set[str]:
    """Return the marks that are explained on the first page."""
    cells = re.findall(r"^\| (?:\d \| )?([^|]+) \|", README[README.index("## The marks") :], re.MULTILINE)
    return {mark.strip("*") for cell in cells for mark in cell.split(", ")}


def test_the_code_cites_its_evidence() -> None:
    """The code has hundreds of citations of many pages, so the tests below have something to check."""
    cited = [citation for _, text in read_texts("sesmock") for citation in citations.find_citations(text)]

    assert len(cited) > 400
    assert {citation.page for citation in cited} >= {"events", "sending", "errors", "identities", "tenants"}


@each_folder
def test_every_citation_refers_to_a_heading(folder: str) -> None:
    """Every cited section exists, and so does every part of it that the citation names."""
    cited = [(place, each) for place, text in read_texts(folder) for each in citations.find_citations(text)]

    assert [place for place in cited if citations.find_heading(place[1]) is None] == []
    assert [place for place in cited if citations.find_missing_names(place[1])] == []


@each_folder
def test_every_mark_is_explained(folder: str) -> None:
    """Every mark in a citation is explained on the first page of docs/behavior/."""
    cited = [(place, each) for place, text in read_texts(folder) for each in citations.find_citations(text)]

    assert [place for place in cited if not read_marks().issuperset(place[1].marks)] == []


@each_folder
def test_every_form_of_a_citation_is_understood(folder: str) -> None:
    """Every mention of a section or page has a form that the other tests recognize as a citation."""
    form = re.compile(
        rf"(?<!RFC \d{{4}} )§|(?<![/\w])(?:{'|'.join(citations.PAGES)})\.md\b|\bSpec: [\w, ]*\.md\b"
    )
    texts = [(place, citations.remove_citations(text)) for place, text in read_texts(folder)]

    assert [(place, text) for place, text in texts if form.search(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spec: dkim.md §3.", [("dkim", "3", (), ())]),
        ("as requests.md §2.2 [P, U] says", [("requests", "2.2", (), ("P", "U"))]),
        (
            "tags.md §2, §3 TagResource; jobs.md §1",
            [("tags", "2", (), ()), ("tags", "3", ("TagResource",), ()), ("jobs", "1", (), ())],
        ),
        (
            "smtp.md §2.1 Greeting [P], §4 [D]",
            [("smtp", "2.1", ("Greeting",), ("P",)), ("smtp", "4", (), ("D",))],
        ),
        ("tenants.md §6 GetTenant, ListTenants.", [("tenants", "6", ("GetTenant", "ListTenants"), ())]),
        ("sending.md §1 step 4", [("sending", "1", ("step 4",), ())]),
        ("docs/reference/events.md lists them", []),
    ],
)
def test_a_citation_is_read(
    text: str, expected: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """A citation is parsed into a page, sections, and optional names of parts and marks."""
    assert citations.find_citations(text) == expected


@pytest.mark.parametrize(
    "text",
    ["tags.md §9", "smtp.md §2.12", "sending.md §2 Tag", "jobs.md §1 Export job", "sending.md §1 step 11"],
)
def test_a_broken_citation_is_detected(text: str) -> None:
    """A citation is broken if it has only the beginning of a section's number or name."""
    [citation] = citations.find_citations(text)

    assert citations.find_heading(citation) is None or citations.find_missing_names(citation)


def test_citations_become_links() -> None:
    """Each section in a citation becomes a link to its heading, and other text stays the same."""
    linked = citations.link_citations("tags.md §2 [P], §3, smtp.md §2.1; no link")

    assert linked == (
        "[Tags of resources §2](../behavior/tags.md#2-errors) [P], [§3](../behavior/tags.md#3-operations), "
        "[SMTP §2.1](../behavior/smtp.md#21-greeting); no link"
    )


@each_page
def test_each_heading_has_its_own_anchor(page: Path) -> None:
    """No two headings of a page have the same anchor or number."""
    headings = citations.read_headings(page.stem)

    assert len({heading.anchor for heading in headings}) == len(headings)
    assert len({heading.number for heading in headings} - {""}) == sum(bool(each.number) for each in headings)


@pytest.mark.parametrize("page", BEHAVIOR_PAGES, ids=lambda page: str(page.relative_to(citations.BEHAVIOR)))
def test_pages_refer_to_sections_that_exist(page: Path) -> None:
    """Every section that a page refers to by page and number exists."""
    pattern = rf"(?<![/\w])({'|'.join(citations.PAGES)})\.md §?(\d+(?:\.\d+)?)"
    numbers = {
        each: {heading.number for heading in citations.read_headings(each)} for each in citations.PAGES
    }
    references = re.findall(pattern, page.read_text("utf-8"))

    assert [(name, number) for name, number in references if number not in numbers[name]] == []


@pytest.mark.parametrize("page", BEHAVIOR_PAGES, ids=lambda page: str(page.relative_to(citations.BEHAVIOR)))
def test_links_of_pages_lead_to_files(page: Path) -> None:
    """Every relative link on a page leads to an existing file."""
    links = re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_short_name_of_a_source_is_explained(page: Path) -> None:
    """Every short name of a repository in a reference to an issue is in the table on the first page."""
    table = README[README.index("## Short names of sources") :]
    short = {name for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for name in cell.split(", ")}
    text = re.sub(r"(`+).*?\1|\]\([^)]*\)", "", page.read_text("utf-8"))
    names = set(re.findall(r"(?<![\w./-])([A-Za-z][\w.-]*)#\d+", text))

    assert names - short == set()


def test_every_sample_has_an_origin_and_a_license() -> None:
    """The README of the samples has a row with the origin and license of each sample."""
    samples = citations.BEHAVIOR / "samples"
    rows = re.findall(
        r"^\| (\w+\.json) \| [^|]+ \| [^|]+ \| (MIT|Apache-2\.0) \|$",
        (samples / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )

    assert {name for name, _ in rows} == {path.name for path in samples.glob("*.json")}


@each_page
def test_pages_describe_ses_alone(page: Path) -> None:
    """The pages describe only SES, except for the page about open questions, which says what sesmock does."""
    is_about_choices = page.stem == "choices"

    assert ("sesmock" in page.read_text("utf-8")) == is_about_choices
