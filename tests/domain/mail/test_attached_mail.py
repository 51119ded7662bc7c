"""Messages that contain another message or a delivery status."""

from __future__ import annotations

import pytest

from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.parsed_mail import ParsedMail

INNER = (
    b"From: eve@example.org\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
    b'--i\r\nContent-Type: text/html\r\n\r\n<a href="https://example.org/">x</a>\r\n'
    b"--i\r\nContent-Type: application/pdf; name=inner.pdf\r\n\r\n%PDF\r\n--i--"
)


def build_mail(content_type: bytes, attached: bytes, *, text: bytes = b"see below") -> bytes:
    """Return a message with a text and an attachment."""
    return (
        b"Subject: outer\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n"
        b"--o\r\nContent-Type: text/plain\r\n\r\n%s\r\n--o\r\nContent-Type: %s\r\n\r\n%s\r\n--o--\r\n"
        % (text, content_type, attached)
    )


@pytest.mark.parametrize(
    ("content_type", "file_name"),
    [
        (b"message/rfc822", None),
        (b"message/rfc822; name=inner.eml", "inner.eml"),
        (b'message/rfc822\r\nContent-Disposition: attachment; filename="a b.eml"', "a b.eml"),
        (b"message/global", None),
    ],
)
def test_an_attached_mail_is_one_attachment(content_type: bytes, file_name: str | None) -> None:
    """An attached message is one attachment, and none of its parts belong to the outer message."""
    mail = ParsedMail(build_mail(content_type, INNER))
    [attachment] = mail.attachments

    assert (mail.subject, mail.text, mail.html) == ("outer", "see below", None)
    assert (attachment.file_name, attachment.content) == (file_name, INNER)
    assert attachment.content_type == content_type[:14].rstrip(b";\r").decode()


@pytest.mark.parametrize(
    "data",
    [
        # RFC 2046 §5.1.5: a part of a digest is a message if it has no type.
        b"Content-Type: multipart/digest; boundary=o\r\n\r\n--o\r\n\r\n%s\r\n--o--" % INNER,
        b"Content-Type: message/rfc822\r\n\r\n%s" % INNER,
        build_mail(b"message/rfc822", b"Content-Type: message/rfc822\r\n\r\n" + INNER, text=b"x"),
    ],
    ids=["digest", "only a message", "message in an attached message"],
)
def test_a_message_is_an_attachment_at_any_place(data: bytes) -> None:
    """A message is one attachment in a digest, in a message that consists only of it, and in an attached message."""
    mail = ParsedMail(data)

    assert mail.html is None
    assert [attachment.content_type for attachment in mail.attachments] == ["message/rfc822"]


def test_parts_after_an_attached_mail_are_parsed() -> None:
    """Text and files that follow an attached message belong to the outer message."""
    mail = ParsedMail(
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n"
        b"--o\r\n\r\nafter\r\n--o\r\nContent-Type: image/png; name=a.png\r\n\r\nPNG\r\n--o--" % INNER
    )

    assert mail.text == "after"
    assert [attachment.file_name for attachment in mail.attachments] == [None, "a.png"]


@pytest.mark.parametrize(
    "content_type", ["message/delivery-status", "text/rfc822-headers", "message/feedback-report"]
)
def test_a_report_is_an_attachment(content_type: str) -> None:
    """A delivery status, returned headers or a feedback report is an attachment, not the text of the message."""
    fields = b"Reporting-MTA: dns; example.com\r\n\r\nAction: failed"
    mail = ParsedMail(build_mail(content_type.encode(), fields))
    [attachment] = mail.attachments

    assert (mail.text, attachment.content_type, attachment.content) == ("see below", content_type, fields)


def test_an_attached_mail_is_not_rewritten() -> None:
    """Tracking leaves an attached message unchanged, byte for byte."""
    data = build_mail(b"message/rfc822", INNER)

    assert raw_mail.rewrite_html(data, str.upper) == data
