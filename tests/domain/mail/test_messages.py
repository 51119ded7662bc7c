"""What a test does with a message that it found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    """Mock SES with a message that has everything."""
    with mock_ses(identities=["example.com"]) as active:
        send_rich()
        yield active


def test_links_are_those_of_html_and_text(mocked: SesMock) -> None:
    """Each once, in order."""
    assert mocked.outbox[0].links == ("https://example.com/pay", "https://example.com/pay?a=1")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\b\d{6}\b", "123456"),
        (r"code is (\d+)", "123456"),
        (re.compile("^INV", re.IGNORECASE), "Inv"),
        ("Pay h", "Pay h"),
    ],
)
def test_a_pattern_is_found(mocked: SesMock, pattern: str | re.Pattern[str], found: str) -> None:
    """The first group, or all that matches; in the text, the HTML as text, its source, the subject."""
    assert mocked.outbox[0].find(pattern) == found


def test_a_pattern_that_is_nowhere_fails_with_the_text(mocked: SesMock) -> None:
    """The reader sees where it was looked for."""
    with pytest.raises(
        AssertionError, match=r"'\[0-9\]\{9\}' is nowhere in <SentMessage .*: 'Your code is 123456"
    ):
        mocked.outbox[0].find("[0-9]{9}")


def test_text_content_is_the_text_or_the_html_made_readable(mocked: SesMock) -> None:
    """A test need not care which part was used."""
    send("ses", "ada@example.net", subject="Page", text=None, html="<h1>Hi</h1><p>Ada &amp; Bob</p>")
    send("ses", "ada@example.net", subject="Text", text="<plain>")

    assert [message.text_content for message in mocked.outbox[1:]] == ["Hi\n\nAda & Bob", "<plain>"]


def test_a_message_is_saved(mocked: SesMock, tmp_path: Path) -> None:
    """The file holds what the recipient gets."""
    path = mocked.outbox[0].save(tmp_path / "x.eml")

    assert path == tmp_path / "x.eml"
    assert path.read_bytes() == mocked.outbox[0].raw


def test_a_snapshot_is_the_same_in_every_run(mocked: SesMock) -> None:
    """Ids, dates and boundaries are left out; the rest is plain values, as inline-snapshot wants them."""
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


def test_a_snapshot_suits_syrupy(mocked: SesMock, snapshot: SnapshotAssertion) -> None:
    """A raw message has boundaries, dates and ids of its own; none are in the snapshot."""
    import boto3

    raw = (
        b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: =?utf-8?b?SMO8dA==?=\r\nX-Shop: 1\r\n"
        b'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\n\r\nHi\r\nAda\r\n--b1--\r\n'
    )
    boto3.client("ses").send_raw_email(RawMessage={"Data": raw})

    assert mocked.outbox[1].snapshot() == snapshot


def test_a_notebook_shows_a_message_without_running_it(mocked: SesMock) -> None:
    """The HTML stands in a sandboxed frame with a policy that loads nothing."""
    send("ses", "ada@example.net", subject="<b>", text="1 < 2")
    page, text = (message._repr_html_() for message in mocked.outbox)

    assert '<iframe sandbox srcdoc="&lt;meta http-equiv=&quot;Content-Security-Policy&quot;' in page
    assert "default-src &#x27;none&#x27;" in page
    assert "<p>Pay" not in page
    assert text.endswith("<pre>1 &lt; 2</pre>")
    assert "<td>&lt;b&gt;</td>" in text


def test_a_message_has_a_short_form(mocked: SesMock) -> None:
    """However many recipients and however long a subject."""
    send("ses", *[f"a{number}@example.net" for number in range(5)], subject="x" * 100)

    assert repr(mocked.outbox[0]) == "<SentMessage 'Invoice' to ada@example.net>"
    assert repr(mocked.outbox[1]).endswith(
        "xx…' to a0@example.net, a1@example.net, a2@example.net and 2 more>"
    )
