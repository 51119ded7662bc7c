"""Parsed messages: headers, attachments and texts."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.parsed_mail import Attachment, Attachments, Headers, ParsedMail


def test_header_lookup_ignores_case() -> None:
    """Headers are looked up regardless of case, and keep their order, their spelling and repeated names."""
    headers = Headers([("Received", "a"), ("received", "b"), ("To", "c")])

    assert (headers["RECEIVED"], headers.get_all("received"), len(headers)) == ("a", ["a", "b"], 2)
    assert list(headers) == ["Received", "received", "To"]
    assert repr(headers) == "Headers([('Received', 'a'), ('received', 'b'), ('To', 'c')])"


def test_a_missing_header_error_lists_the_headers() -> None:
    """The error about a missing header lists the headers of the message."""
    with pytest.raises(KeyError, match="no header 'Cc'; the headers are To"):
        Headers([("To", "c")])["Cc"]


def test_attachments_are_found_by_position_or_name() -> None:
    """Attachments can be looked up by position, slice or file name."""
    one = Attachment("a.txt", b"x", "text/plain", None, inline=False)
    attachments = Attachments([one])

    assert (attachments[0], attachments["a.txt"], list(attachments[:1]), len(attachments)) == (
        one,
        one,
        [one],
        1,
    )
    assert repr(attachments) == "Attachments([<Attachment 'a.txt' text/plain, 1 bytes>])"


def test_a_missing_attachment_is_a_key_error() -> None:
    """The error about a missing attachment shows the file name."""
    with pytest.raises(KeyError, match=r"no attachment 'b\.txt'"):
        Attachments([])["b.txt"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Subject: a\r\n\r\nhello", ("hello", None)),
        (b"\r\nno header", ("no header", None)),
        (b"Content-Type: text/html\r\n\r\n<p>", (None, "<p>")),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", ("x", None)),
        (b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx", (None, None)),
        (b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800", ("\\ud800", None)),
        (b"", ("", None)),
    ],
)
def test_the_first_text_parts_are_text_and_html(data: bytes, texts: tuple[str | None, str | None]) -> None:
    """The text and HTML of a message are its first plain text part and its first HTML part."""
    mail = ParsedMail(data)

    assert (mail.text, mail.html) == texts


def test_a_text_file_is_an_attachment() -> None:
    """A text part with a file name is an attachment, not the text of the message."""
    mail = ParsedMail(
        b"Content-Type: text/plain; name=a.txt\r\nContent-Disposition: inline; filename=a.txt\r\n\r\nx"
    )

    assert (mail.text, mail.attachments["a.txt"].content, mail.attachments[0].inline) == (None, b"x", True)
