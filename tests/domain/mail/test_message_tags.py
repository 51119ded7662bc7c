"""The rules for message tags."""

from __future__ import annotations

import pytest

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import message_tags

# The two spaces are SES's. Spec: messages.md §2.
NAME_TEXT = "only alphanumeric ASCII characters, '_',  '-' are allowed."
VALUE_TEXT = "only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed."


@pytest.mark.parametrize("tag", [("a-b_C1", "x.y@z-_"), ("ses:feedback-id-a", "x"), ("n" * 255, "v" * 255)])
def test_valid_tags_pass(tag: tuple[str, str]) -> None:
    """Names and values with documented characters are valid, and so are the names for feedback ids."""
    assert message_tags.check([tag]) is None


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (("", ""), "The tag name must be specified."),
        (("", "x"), "The tag name must be specified."),
        (("x", ""), "The tag value must be specified."),
        (("test:1", "x"), f"Invalid tag name <test:1>: {NAME_TEXT}"),
        (("x", "test:1"), f"Invalid tag value <test:1>: {VALUE_TEXT}"),
        (("test:1", "test:1"), f"Invalid tag name <test:1>: {NAME_TEXT}"),
        (("n" * 256, "x"), "Tag name cannot exceed 255 characters."),
        (("x", "v" * 256), "Tag value cannot exceed 255 characters."),
    ],
)
def test_invalid_tags_are_refused(tag: tuple[str, str], text: str) -> None:
    """The name is checked before the value; each is checked for presence, length, then characters."""
    with pytest.raises(InvalidParameter) as caught:
        message_tags.check([tag])

    assert str(caught.value) == text
