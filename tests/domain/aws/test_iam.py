"""IAM actions and patterns."""

from __future__ import annotations

import pytest

from sesmock.domain.aws import iam


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
def test_only_stars_and_question_marks_are_wildcards(value: str, pattern: str, expected: bool) -> None:
    """Only stars and question marks are wildcards; brackets are not, and matching is case-sensitive."""
    assert iam.matches(value, pattern) is expected


def test_actions_are_compared_without_case() -> None:
    """IAM compares actions without regard to case."""
    assert iam.matches_action("ses:SendEmail", "SES:send*")


@pytest.mark.parametrize(("raw", "action"), [(False, "ses:SendEmail"), (True, "ses:SendRawEmail")])
def test_raw_mail_needs_its_own_action(raw: bool, action: str) -> None:
    """Raw mail needs the action ses:SendRawEmail, regardless of the operation that sends it."""
    assert iam.send_action("SendEmail", raw=raw) == action
