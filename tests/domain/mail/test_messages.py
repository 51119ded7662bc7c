"""The attributes and methods of a sent message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import boto3
import pytest
from inline_snapshot import snapshot

from sesmock import SesMock, mock_ses
from tests.inspector.sending import send_rich
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES and send a message that has every kind of part."""
    with mock_ses(identities=["example.com"]) as active:
        send_rich()
        yield active


def test_links_come_from_the_html_and_the_text(mocked: SesMock) -> None:
    """Each link of the HTML and the text is listed once, in order."""
    assert mocked.outbox[0].links == ("https://example.com/pay", "https://example.com/pay?a=1")


@pytest.mark.parametrize(
    ("pattern", "match"),
    [
        (r"\b\d{6}\b", "123456"),
        (r"code is (\d+)", "123456"),
        (re.compile("^INV", re.IGNORECASE), "Inv"),
        ("Pay h", "Pay h"),
    ],
)
def test_find_returns_the_match_of_a_pattern(
    mocked: SesMock, pattern: str | re.Pattern[str], match: str
) -> None:
    """`find` returns the first group of a match in the text, HTML or subject, or the whole match without groups."""
    assert mocked.outbox[0].find(pattern) == match


def test_a_pattern_without_a_match_fails_with_the_text(mocked: SesMock) -> None:
    """`find` fails if the pattern does not occur, and the failure shows the text."""
    with pytest.raises(
        AssertionError, match=r"'\[0-9\]\{9\}' does not occur in <SentMessage .*: 'Your code is 123456"
    ):
        mocked.outbox[0].find("[0-9]{9}")


def test_text_content_is_the_text_or_readable_html(mocked: SesMock) -> None:
    """The text content is the text part, or the HTML as readable text if there is none."""
    send("ses", "ada@example.net", subject="Page", text=None, html="<h1>Hi</h1><p>Ada &amp; Bob</p>")
    send("ses", "ada@example.net", subject="Text", text="<plain>")

    assert [message.text_content for message in mocked.outbox[1:]] == ["Hi\n\nAda & Bob", "<plain>"]


def test_a_message_is_saved(mocked: SesMock, tmp_path: Path) -> None:
    """`save` writes the bytes that the recipient gets to a file, and returns its path."""
    path = mocked.outbox[0].save(tmp_path / "x.eml")

    assert path == tmp_path / "x.eml"
    assert path.read_bytes() == mocked.outbox[0].raw


def test_a_snapshot_is_the_same_in_every_run(mocked: SesMock) -> None:
    """A snapshot has only plain values, and none that differ between runs, such as ids, dates and boundaries."""
    assert mocked.outbox[0].snapshot() == snapshot(
        {
            "api": "sesv2",
            "operation": "SendEmail",
            "sender": "billing@example.com",
            "return_path": "bounces@example.com",
            "to": ["ada@example.net"],
            "cc": ["bob@example.net"],
            "bcc": ["archive@example.com"],
            "reply_to": ["help@example.com"],
            "subject": "Invoice",
            "text": "Your code is 123456. See https://example.com/pay?a=1.",
            "html": '<p>Pay <a href="https://example.com/pay">here</a></p>',
            "headers": [["X-Campaign", "spring"]],
            "attachments": [
                {
                    "file_name": "invoice.pdf",
                    "content_type": "application/pdf",
                    "size": 8,
                    "sha256": "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b",
                }
            ],
            "tags": {"campaign": "spring"},
        }
    )


def test_a_snapshot_works_with_syrupy(mocked: SesMock, snapshot: SnapshotAssertion) -> None:
    """A snapshot of raw mail works with syrupy, and also omits ids, dates and boundaries."""
    raw = (
        b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: =?utf-8?b?SMO8dA==?=\r\nX-Shop: 1\r\n"
        b'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\n\r\nHi\r\nAda\r\n--b1--\r\n'
    )
    boto3.client("ses").send_raw_email(RawMessage={"Data": raw})

    assert mocked.outbox[1].snapshot() == snapshot


def test_a_notebook_shows_a_message_in_a_sandbox(mocked: SesMock) -> None:
    """A notebook shows the HTML of a message in a sandboxed frame that loads nothing."""
    send("ses", "ada@example.net", subject="<b>", text="1 < 2")
    page, text = (message._repr_html_() for message in mocked.outbox)

    assert '<iframe sandbox srcdoc="&lt;meta http-equiv=&quot;Content-Security-Policy&quot;' in page
    assert "default-src &#x27;none&#x27;" in page
    assert "<p>Pay" not in page
    assert text.endswith("<pre>1 &lt; 2</pre>")
    assert "<td>&lt;b&gt;</td>" in text


def test_the_repr_of_a_message_is_short(mocked: SesMock) -> None:
    """The representation of a message shortens long subjects and long lists of recipients."""
    send("ses", *[f"a{number}@example.net" for number in range(5)], subject="x" * 100)

    assert repr(mocked.outbox[0]) == "<SentMessage 'Invoice' to ada@example.net>"
    assert repr(mocked.outbox[1]).endswith(
        "xx…' to a0@example.net, a1@example.net, a2@example.net and 2 more>"
    )
