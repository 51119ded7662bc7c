"""Actions and patterns of IAM."""

from __future__ import annotations

import pytest

from sesmock.domain import iam


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        ("identity/a.example", "identity/*", True),
        ("identity/a.example", "identity/?.example", True),
        ("identity/ab.example", "identity/?.example", False),
        ("identity/A.example", "identity/a.example", False),
        ("[a]", "[a]", True),
        ("a", "[a]", False),
        ("a\nb", "a*b", True),
    ],
)
def test_stars_and_question_marks_alone_are_special(value: str, pattern: str, expected: bool) -> None:
    """Brackets are themselves, unlike in patterns of file names, and case counts."""
    assert iam.matches(value, pattern) is expected


def test_the_case_of_an_action_does_not_count() -> None:
    """IAM compares actions without regard to case."""
    assert iam.matches_action("ses:SendEmail", "SES:send*")


@pytest.mark.parametrize(("raw", "action"), [(False, "ses:SendEmail"), (True, "ses:SendRawEmail")])
def test_raw_mail_needs_an_action_of_its_own(raw: bool, action: str) -> None:
    """Whatever operation sends it."""
    assert iam.send_action("SendEmail", raw=raw) == action
