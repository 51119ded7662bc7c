"""Raw mail as a test looks at it, whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import SesMock, mock_ses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.messages import SentMessage

UNDECODABLE = "=?utf-8?b?a?="


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES, which takes mail of any sender."""
    with mock_ses(identities="*") as active:
        yield active


def send_raw(mocked: SesMock, header: str, body: str = "Hi") -> SentMessage:
    """Send raw mail with some fields and a body; return the message."""
    data = f"From: shop@example.com\r\nTo: ada@example.net\r\n{header}\r\n\r\n{body}".encode()
    boto3.client("ses").send_raw_email(RawMessage={"Data": data})
    return mocked.outbox[-1]


def test_an_undecodable_subject_is_shown_as_it_stands(mocked: SesMock) -> None:
    """The subject, the headers and the outbox can be looked at."""
    message = send_raw(mocked, f"Subject: {UNDECODABLE}")

    assert (message.subject, message.headers["Subject"]) == (UNDECODABLE, UNDECODABLE)
    assert repr(mocked.outbox) == f"<1 sent: ses SendRawEmail  to ada@example.net  {UNDECODABLE!r}>"


def test_an_undecodable_name_is_shown_as_it_stands(mocked: SesMock) -> None:
    """A sender and an attachment have the names that they were given."""
    message = send_raw(
        mocked,
        f"Reply-To: {UNDECODABLE} <help@example.com>\r\nContent-Type: text/plain\r\n"
        f'Content-Disposition: attachment; filename="{UNDECODABLE}"',
    )

    assert [address.name for address in message.reply_to] == [UNDECODABLE]
    assert [attachment.file_name for attachment in message.attachments] == [UNDECODABLE]


def test_the_name_of_an_attachment_is_decoded(mocked: SesMock) -> None:
    """Old mail programs write file names in encoded words."""
    message = send_raw(
        mocked,
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9=2Epdf?="',
    )

    assert message.attachments["café.pdf"].content == b"Hi"
