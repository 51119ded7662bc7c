"""The phrases that docs/style.md replaces stay replaced."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# AWS's own texts and the style guide, which quotes the phrases, are left out.
EXEMPT = {Path("docs/style.md"), Path("tests/test_english.py"), Path("tests/messages.txt")}
PHRASES = (
    r"that there is not\b",
    r"for what is none",
    r"\bor for none\b",
    r"\bthere are: ",
    r"\bit is a text\b",
    r"\b(?:am|are|be|been|is|it|who|was|were) told\b",
    r"\btold (?:apart|at once|by|in|of)\b",
    r"\bfurther ado\b",
    r"\bin vain\b",
    r"\bgoe?s? (?:its|their) way\b",
    r"\blead over\b",
    r"\bwhat there is\b",
    r"\bwhoever\b",
    r"\bwhomever\b",
    r"\bbehaviour\b",
    r"\bcancelled\b",
)
PATTERN = re.compile("|".join(f"(?:{phrase})" for phrase in PHRASES), re.IGNORECASE)


def list_files() -> list[Path]:
    """Return the project's own texts: code, tests and pages, but not the notes on what SES does."""
    folders = ("sesmock", "conftest_plugin", "tests", "docs", "examples", "benchmarks", "scripts", "typing_tests")
    files = [path for folder in folders for kind in ("*.py", "*.md") for path in (ROOT / folder).rglob(kind)]
    files += ROOT.glob("*.md")
    relative = {path.relative_to(ROOT) for path in files}
    return sorted(path for path in relative - EXEMPT if not path.is_relative_to("docs/behavior"))


def find_phrases(text: str) -> list[str]:
    """Return the lines that use a phrase to replace, with their numbers."""
    lines = enumerate(text.splitlines(), start=1)
    return [f"{number}: {line.strip()}" for number, line in lines if PATTERN.search(line)]


@pytest.mark.parametrize("path", list_files(), ids=str)
def test_no_text_uses_a_phrase_that_the_style_guide_replaces(path: Path) -> None:
    """Code, tests and pages avoid the phrases that docs/style.md replaces."""
    phrases = find_phrases((ROOT / path).read_text(encoding="utf-8"))

    assert phrases == [], f"{path} uses phrases that docs/style.md replaces"


@pytest.mark.parametrize(
    "sentence",
    ["a name that there is not", "there are: a, b", "Callers are told at once.", "It goes its way."],
)
def test_the_search_finds_a_phrase(sentence: str) -> None:
    """A sentence in the old dialect is found, so the check can fail."""
    phrases = find_phrases(f"fine\n{sentence}")

    assert phrases == [f"2: {sentence}"]
