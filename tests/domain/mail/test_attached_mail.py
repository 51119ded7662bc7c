"""A mail that carries another, and a delivery status."""

from __future__ import annotations

import pytest

from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.parsed_mail import ParsedMail

INNER = (
    b"From: eve@example.org\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
    b'--i\r\nContent-Type: text/html\r\n\r\n<a href="https://example.org/">x</a>\r\n'
    b"--i\r\nContent-Type: application/pdf; name=inner.pdf\r\n\r\n%PDF\r\n--i--"
)


def carrier(content_type: bytes, attached: bytes, *, text: bytes = b"see below") -> bytes:
    """Return a mail with a text and something attached."""
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
    """Its name, its bytes and its type are the attachment's; what is in it is not the carrier's."""
    mail = ParsedMail(carrier(content_type, INNER))
    [attachment] = mail.attachments

    assert (mail.subject, mail.text, mail.html) == ("outer", "see below", None)
    assert (attachment.file_name, attachment.content) == (file_name, INNER)
    assert attachment.content_type == content_type[:14].rstrip(b";\r").decode()


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/digest; boundary=o\r\n\r\n--o\r\n\r\n%s\r\n--o--" % INNER,
        b"Content-Type: message/rfc822\r\n\r\n%s" % INNER,
        carrier(b"message/rfc822", b"Content-Type: message/rfc822\r\n\r\n" + INNER, text=b"x"),
    ],
    ids=["digest", "nothing but a mail", "mail in a mail"],
)
def test_a_mail_is_an_attachment_wherever_it_is(data: bytes) -> None:
    """A digest, a mail that is another, and a mail in a mail have one attachment each."""
    mail = ParsedMail(data)

    assert mail.html is None
    assert [attachment.content_type for attachment in mail.attachments] == ["message/rfc822"]


def test_what_follows_an_attached_mail_is_the_carrier_s() -> None:
    """The text and the file behind it are read."""
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
    """Delivery status, the returned header and feedback reports are no text of the mail."""
    fields = b"Reporting-MTA: dns; example.com\r\n\r\nAction: failed"
    mail = ParsedMail(carrier(content_type.encode(), fields))
    [attachment] = mail.attachments

    assert (mail.text, attachment.content_type, attachment.content) == ("see below", content_type, fields)


def test_an_attached_mail_is_not_rewritten() -> None:
    """Tracking leaves it alone, byte for byte."""
    data = carrier(b"message/rfc822", INNER)

    assert raw_mail.rewrite_html(data, str.upper) == data
