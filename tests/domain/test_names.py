"""The rule for names: three sentences, in their order."""

from __future__ import annotations

import pytest

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.names import NameRule, is_plain

RULE = NameRule("box name")


@pytest.mark.parametrize("name", ["a", "A-b_9", "n" * 64])
def test_a_good_name_passes(name: str) -> None:
    """Letters, digits, underscores and hyphens make a name, 64 at most."""
    assert RULE.check(name) is None
    assert is_plain(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("", "The box name must be specified."),
        ("ü" * 65, "Box name cannot exceed 64 characters."),
        ("a b", "Invalid box name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed."),
        ("a\n", "Invalid box name <a\n>: only alphanumeric ASCII characters, '_', and '-' are allowed."),
    ],
)
def test_a_bad_name_is_refused(name: str, text: str) -> None:
    """Presence counts before length, length before characters."""
    with pytest.raises(InvalidParameter) as caught:
        RULE.check(name)

    assert str(caught.value) == text


def test_a_rule_may_have_a_sentence_of_its_own_for_no_name() -> None:
    """What SES says about an empty name differs from noun to noun."""
    with pytest.raises(InvalidParameter, match=r"^Say something\.$"):
        NameRule("box name", missing="Say something.").check("")
