"""Links that SES writes into mail, and that a test can follow."""

from __future__ import annotations

from typing import Any

import pytest

from sesmock import mock_ses
from sesmock.domain.links import Links


def test_following_a_link_runs_its_action() -> None:
    """Following a link runs its action and returns the URL to which the reader is redirected."""
    links = Links()
    links.add("https://ses.example/1", lambda: "https://example.com/done")

    assert links.follow("https://ses.example/1") == "https://example.com/done"


def test_another_link_is_an_error() -> None:
    """Following any other link raises an error that says where SES's links are and how to click tracked ones."""
    expected = r"'https://example.com' is not a link that SES wrote; .+ tracked links in message.raw.+message.click\("
    with mock_ses() as mocked, pytest.raises(ValueError, match=expected):
        mocked.follow("https://example.com")


@pytest.mark.parametrize("link", [None, 5, b"https://ses.example/1"])
def test_a_link_must_be_a_string(link: Any) -> None:
    """A link of another type is an error that shows the value."""
    links = Links()

    with pytest.raises(TypeError, match=f"link must be a string, got {link!r}"):
        links.follow(link)


@pytest.mark.parametrize("data", ["", b"\xff", {"List-Unsubscribe": "One-Click"}])
def test_a_form_accepts_one_exact_string(data: Any) -> None:
    """A link that requires form data refuses any other data, and its action does not run."""
    # RFC 8058 §3.2: the form data of a one-click request is fixed.
    clicks: list[str] = []
    links = Links()
    links.add("https://ses.example/1", lambda: clicks.append("x") or "", form="x=y")

    with pytest.raises(ValueError, match="the data of a one-click POST must be 'x=y', got "):
        links.follow("https://ses.example/1", data)
    assert clicks == []
