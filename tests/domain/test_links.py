"""Links that SES wrote, and who follows them."""

from __future__ import annotations

import pytest

from sesmock import mock_ses
from sesmock.domain.links import Links


def test_a_link_does_what_was_said_of_it() -> None:
    """Its reader is led to where the action says."""
    links = Links()
    links.add("https://ses.example/1", lambda: "https://example.com/done")

    assert links.follow("https://ses.example/1") == "https://example.com/done"


def test_a_link_of_somebody_else_is_an_error() -> None:
    """A test that follows a link of its own application learns where to find SES's, and what follows its own."""
    expected = r"'https://example.com' is not a link that SES wrote; .+ tracked links in message.raw.+message.click\("
    with mock_ses() as mocked, pytest.raises(ValueError, match=expected):
        mocked.follow("https://example.com")
