"""Links that SES wrote, and who follows them."""

from __future__ import annotations

from typing import Any

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


@pytest.mark.parametrize("link", [None, 5, b"https://ses.example/1"])
def test_a_link_is_text(link: Any) -> None:
    """A link of another type is a mistake of the test, and the error shows it."""
    links = Links()

    with pytest.raises(TypeError, match=f"link must be a string, got {link!r}"):
        links.follow(link)


@pytest.mark.parametrize("data", ["", b"\xff", {"List-Unsubscribe": "One-Click"}])
def test_a_form_takes_one_text_or_its_bytes(data: Any) -> None:
    """Other data is refused, whatever its type and encoding, and the link does nothing."""
    clicks: list[str] = []
    links = Links()
    links.add("https://ses.example/1", lambda: clicks.append("x") or "", form="x=y")

    with pytest.raises(ValueError, match="the data of a one-click POST must be 'x=y', got "):
        links.follow("https://ses.example/1", data)
    assert clicks == []
