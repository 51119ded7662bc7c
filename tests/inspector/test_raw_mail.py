"""Raw mail with unusual content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from sesmock.inspector import failure_text, lint
from sesmock.inspector.records import Record
from sesmock.pages import serialization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.domain.mail.messages import SentMessage

# A single character is not valid base64, which has groups of four.
UNDECODABLE = "=?utf-8?b?a?="


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES, which accepts mail from any sender."""
    with mock_ses(identities="*") as active:
        yield active


def build_nested(depth: int) -> tuple[str, str]:
    """Return the header and body of an email with nested parts: texts, and HTML as the innermost part."""
    starts = "".join(
        f"--b{number}\r\n\r\ntext {number}\r\n--b{number}\r\n"
        f"Content-Type: multipart/mixed; boundary=b{number + 1}\r\n\r\n"
        for number in range(depth)
    )
    page = f'--b{depth}\r\nContent-Type: text/html\r\n\r\n<a href="https://example.com/">deep</a>\r\n'
    ends = "".join(f"--b{number}--\r\n" for number in range(depth, -1, -1))
    return "Content-Type: multipart/mixed; boundary=b0", starts + page + ends


def send_raw(mocked: SesMock, header: str, body: str = "Hi") -> SentMessage:
    """Send raw mail with header fields and a body; return the message."""
    data = f"From: shop@example.com\r\nTo: ada@example.net\r\n{header}\r\n\r\n{body}".encode()
    boto3.client("ses").send_raw_email(RawMessage={"Data": data})
    return mocked.outbox[-1]


def test_an_undecodable_subject_is_shown_unchanged(mocked: SesMock) -> None:
    """A subject that cannot be decoded is shown as it was sent."""
    message = send_raw(mocked, f"Subject: {UNDECODABLE}")

    assert (message.subject, message.headers["Subject"]) == (UNDECODABLE, UNDECODABLE)
    assert repr(mocked.outbox) == f"<1 sent: ses SendRawEmail  to ada@example.net  {UNDECODABLE!r}>"


def test_an_undecodable_name_is_shown_unchanged(mocked: SesMock) -> None:
    """A display name or file name that cannot be decoded is shown as it was sent."""
    message = send_raw(
        mocked,
        f"Reply-To: {UNDECODABLE} <help@example.com>\r\nContent-Type: text/plain\r\n"
        f'Content-Disposition: attachment; filename="{UNDECODABLE}"',
    )

    assert [address.name for address in message.reply_to] == [UNDECODABLE]
    assert [attachment.file_name for attachment in message.attachments] == [UNDECODABLE]


def test_the_name_of_an_attachment_is_decoded(mocked: SesMock) -> None:
    """A file name in encoded words is decoded."""
    # RFC 2047 §5 forbids encoded words in parameters, but many mail clients write them.
    message = send_raw(
        mocked,
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9=2Epdf?="',
    )

    assert message.attachments["café.pdf"].content == b"Hi"


def test_mail_with_many_nested_parts_is_parsed(mocked: SesMock) -> None:
    """Mail with 2,000 nested parts is parsed up to the nesting limit; deeper parts are one attachment."""
    message = send_raw(mocked, *build_nested(2000))

    assert (message.text, message.html, message.links, message.text_content) == ("text 0", None, (), "text 0")
    assert [attachment.content_type for attachment in message.attachments] == ["multipart/mixed"]
    assert b"https://example.com/" in message.attachments[0].content
    assert message.find(r"text (\d+)") == "0"
    assert repr(message) == "<SentMessage '' to ada@example.net>"
    assert message.snapshot()["text"] == "text 0"
    # Parts are parsed thirty levels deep, and the innermost of these has all deeper parts as its content.
    assert [part.get_content_type() for part in message.mime.walk()].count("text/plain") == 29


def test_reports_show_mail_with_many_nested_parts(mocked: SesMock) -> None:
    """Failing tests, reports, lint and filters of the outbox can handle mail with many nested parts."""
    send_raw(mocked, *build_nested(2000))
    record = Record(mocked._world, mocked._journal)

    assert failure_text.captured(record, full=True).endswith("| text 0")
    assert [finding.rule for finding in lint.check(record)] == ["no-subject", "unverified-sender"]
    assert serialization.serialize_record(record)["sent"][0]["text"] == "text 0"  # type: ignore[index]
    assert mocked.outbox.one(body="text 0", attachment=..., link=None).text == "text 0"


@pytest.mark.parametrize(("depth", "is_tracked"), [(20, True), (2000, False)])
def test_links_in_nested_parts_are_tracked(mocked: SesMock, depth: int, is_tracked: bool) -> None:
    """Links are tracked up to the nesting limit; deeper parts stay unchanged."""
    boto3.client("sesv2").put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    raw = send_raw(mocked, *build_nested(depth)).raw

    assert (b"awstrack.me" in raw, b"https://example.com/" in raw) == (is_tracked, not is_tracked)


def test_the_name_of_an_attachment_in_nested_parts_is_checked(mocked: SesMock) -> None:
    """SES refuses a forbidden extension at any depth within the limit."""
    header, body = build_nested(20)

    with pytest.raises(ClientError, match=r"page\.exe"):
        send_raw(mocked, header, body.replace("text/html", "text/html; name=page.exe"))


def test_the_name_of_an_attachment_that_is_nested_too_deep_is_not_checked(mocked: SesMock) -> None:
    """A part below the nesting limit is not a separate attachment."""
    header, body = build_nested(2000)
    message = send_raw(mocked, header, body.replace("text/html", "text/html; name=page.exe"))

    assert len(message.attachments) == 1
