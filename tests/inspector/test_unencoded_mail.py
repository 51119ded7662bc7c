"""Raw mail with non-ASCII bytes in its header."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.inspector import failure_text, lint
from sesmock.inspector.records import Record
from sesmock.pages import serialization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SentMessage

HEADER = (
    "From: Zoë <shop@example.com>\r\nTo: José <jose@example.net>\r\nReply-To: Hélène <help@example.com>\r\n"
    "Subject: Menü für zwei\r\nX-Name: Köln\r\nContent-Type: text/plain; charset=us-ascii\r\n"
)


@pytest.fixture(params=["utf-8", "latin-1"])
def encoding(request: pytest.FixtureRequest) -> str:
    """Return the encoding of the header."""
    return str(request.param)


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES, which accepts mail from any sender."""
    with mock_ses(identities="*") as active:
        yield active


@pytest.fixture
def message(mocked: SesMock, encoding: str) -> SentMessage:
    """Send mail with an unencoded header."""
    data = HEADER.encode(encoding) + b"\r\n\\ud800"
    boto3.client("ses").send_raw_email(RawMessage={"Data": data})
    return mocked.outbox[-1]


def test_bytes_in_a_header_are_text(message: SentMessage) -> None:
    """Header bytes in UTF-8 or Latin-1 are decoded correctly, although headers should be ASCII."""
    assert (message.subject, message.headers["X-Name"], message.text) == ("Menü für zwei", "Köln", "\\ud800")
    assert (message.sender, message.to) == ("Zoë <shop@example.com>", ("José <jose@example.net>",))
    assert [address.name for address in (*message.to, *message.reply_to)] == ["José", "Hélène"]


def test_no_output_contains_a_lone_surrogate(mocked: SesMock, message: SentMessage) -> None:
    """Everything that sesmock shows of a message with undecodable bytes can be encoded as UTF-8."""
    message.bounce()
    record = Record(mocked._world, mocked._journal)
    # Python's email parser turns bytes outside ASCII into lone surrogates, which UTF-8 cannot encode.
    views = [
        repr(message),
        repr(mocked.outbox),
        repr(message.headers),
        message._repr_html_(),
        failure_text.captured(record, full=True),
        json.dumps(message.snapshot(), ensure_ascii=False),
        json.dumps(serialization.serialize_record(record), ensure_ascii=False),
        *[event.json for event in message.events],
        *[f"{finding.subject} {finding.text}" for finding in lint.check(record)],
    ]

    assert [view.encode().decode() for view in views] == views
    assert "Menü für zwei" in views[0]


def test_filters_find_unencoded_mail(mocked: SesMock, message: SentMessage) -> None:
    """Filters compare a test's values with the decoded headers."""
    assert mocked.outbox.one(subject="Menü für zwei", to="José <jose@example.net>") is message
