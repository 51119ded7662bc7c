"""The checks of sesmock's English: phrases to avoid, and the list of messages for review."""

import ast
from pathlib import Path

import pytest

from scripts import check_english, collect_messages

MODULE = '''
"""A docstring is not a message."""

class Thing:
    """Nor is this one."""

    size: "a text in an annotation" = "a message of four words"
    """Nor the docstring of an attribute."""

@fixture
def thing():
    """The docstring of a fixture is shown."""
    raise ValueError(f"unknown thing {name!r}; did you mean this one?", "short")
'''


@pytest.mark.slow
def test_no_text_uses_a_phrase_that_the_style_guide_replaces() -> None:
    """Code, tests and pages avoid the phrases that docs/explanation/style.md replaces."""
    findings = check_english.check(check_english.list_files())

    assert findings == []


@pytest.mark.parametrize(
    "sentence",
    [
        "a name that there is not",
        "the options there are: a, b",
        "Callers are told at once.",
        "It goes its way.",
        "It was cancelled.",
    ],
)
def test_the_check_finds_a_phrase(sentence: str) -> None:
    """The check reports the line number and the text of a sentence with such a phrase."""
    phrases = check_english.find_phrases(f"fine\n{sentence}")

    assert phrases == [f"2: {sentence}"]


def test_spellings_of_other_libraries_are_left_alone() -> None:
    """The check accepts AWS's status CANCELLED and asyncio's method ``cancelled``."""
    phrases = check_english.find_phrases("JobStatus.CANCELLED\nfuture.cancelled()")

    assert phrases == []


def test_a_finding_contains_its_file() -> None:
    """Each finding has the path of its file, relative to the project."""
    findings = check_english.check([check_english.ROOT / "docs" / "explanation" / "style.md"])

    assert findings
    assert all(finding.startswith("docs/explanation/style.md:") for finding in findings)


def test_messages_are_collected_from_code() -> None:
    """A message is a string of several words or a fixture's docstring, but no other docstring or annotation."""
    messages = list(collect_messages.find_messages(ast.parse(MODULE)))

    assert messages == [
        "a message of four words",
        "The docstring of a fixture is shown.",
        "unknown thing {name}; did you mean this one?",
    ]


@pytest.mark.slow
def test_the_file_of_messages_is_up_to_date() -> None:
    """tests/messages.txt lists every message; ``python -m scripts.collect_messages`` rewrites it."""
    messages = (Path(__file__).parents[1] / "messages.txt").read_text(encoding="utf-8")

    assert messages == collect_messages.collect()
