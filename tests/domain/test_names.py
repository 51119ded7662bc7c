"""The rule for names, with its three errors in a fixed order."""

from __future__ import annotations

import pytest

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.names import NameRule, is_plain

RULE = NameRule("box name")


@pytest.mark.parametrize("name", ["a", "A-b_9", "n" * 64])
def test_a_valid_name_passes(name: str) -> None:
    """A name of up to 64 letters, digits, underscores and hyphens is valid."""
    assert RULE.check(name) is None
    assert is_plain(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # The order: presence, length, characters.
        ("", "The box name must be specified."),
        ("ü" * 65, "Box name cannot exceed 64 characters."),
        ("a b", "Invalid box name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed."),
        # Python's $ also matches before a newline at the end.
        ("a\n", "Invalid box name <a\n>: only alphanumeric ASCII characters, '_', and '-' are allowed."),
    ],
)
def test_an_invalid_name_is_refused(name: str, text: str) -> None:
    """A name is checked for presence, then length, then characters."""
    with pytest.raises(InvalidParameter) as caught:
        RULE.check(name)

    assert str(caught.value) == text


def test_a_rule_can_have_its_own_text_for_an_empty_name() -> None:
    """A rule can replace the text about an empty name, since SES's text differs between resources."""
    with pytest.raises(InvalidParameter, match=r"^Say something\.$"):
        NameRule("box name", missing="Say something.").check("")
