"""SES's rules for headers and attachment names."""

from __future__ import annotations

import pytest

from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import raw_mail
from sesmock.domain.mail.content import AttachmentContent, SimpleContent, Text
from sesmock.domain.mail.headers import header_rules


def header_error(header: str) -> str:
    """Return the text with which a header section is refused, or "" if it is accepted."""
    try:
        header_rules.check_section(raw_mail.read_header_section(header.encode() + b"\r\n\r\nbody"))
    except InvalidParameter as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("", ""),
        # Spec: messages.md §1.
        ("Received: a\r\nReceived: b\r\nTo: a\r\nTo: b\r\nX-A: 1\r\nX-A: 2", ""),
        ("List-Unsubscribe: <a>\r\nlist-unsubscribe: <b>", "Duplicate header 'list-unsubscribe'."),
        ("MIME-Version: 1.0\r\nA: b\r\nMIME-Version: 1.0", "Duplicate header 'MIME-Version'."),
        (": x", "Empty header names are illegal."),
        ("Subject: a\r\nHello Ada,", "Illegal header 'Hello Ada,'."),
        ("<!DOCTYPE html: x", "Illegal header '<!DOCTYPE html'."),
        ("Sübject: x", "Illegal header 'Sübject'."),
        # RFC 5322 §4.5 allows white space before the colon as obsolete syntax.
        ("Subject : obsolete, yet legal", ""),
        ("X-A: " + "b" * header_rules.MAX_SECTION_LENGTH, "Header section too long."),
    ],
)
def test_a_header_section_is_checked(header: str, text: str) -> None:
    """SES checks duplicate headers, header names and the length of the section."""
    assert header_error(header) == text


# Spec: messages.md §3.
NAME_TOO_LONG = "The header name and value together cannot exceed 996 characters."


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ([("X-A", "1"), ("X-A", "2")], ""),
        ([("List-Id", "a"), ("LIST-ID", "b")], "Duplicate header 'LIST-ID'."),
        ([("Subject", "again")], "Duplicate header 'Subject'."),
        ([(" ", "x")], "The header name must be specified."),
        ([("X" * 10, "v" * 986)], ""),
        ([("X" * 10, "v" * 987)], NAME_TOO_LONG),
    ],
)
def test_custom_headers_are_checked(headers: list[tuple[str, str]], text: str) -> None:
    """A header that SES writes itself, or that may occur only once, cannot be added."""
    content = SimpleContent(Text("s"), Text("t"), headers=tuple(headers))
    try:
        header_rules.check_content(content)
        error_text = ""
    except InvalidParameter as error:
        error_text = str(error)

    assert error_text == text


@pytest.mark.parametrize(
    ("file_name", "text"),
    [
        ("invoice.pdf", ""),
        # Only the extension at the end counts. The list of extensions: messages.md §1.
        ("archive.zip", ""),
        ("exe", ""),
        ("program.exe.txt", ""),
        ("program.EXE", "Attachments with the extension .EXE are not allowed: 'program.EXE'."),
        ("a/b.pdf", "Invalid attachment file name: a/b.pdf."),
        ("a?.pdf", "Invalid attachment file name: a?.pdf."),
    ],
)
def test_attachments_are_checked_by_name(file_name: str, text: str) -> None:
    """Executable attachments and invalid file names are refused."""
    content = SimpleContent(Text("s"), Text("t"), attachments=(AttachmentContent(file_name, b""),))
    try:
        header_rules.check_content(content)
        error_text = ""
    except InvalidParameter as error:
        error_text = str(error)

    assert error_text == text


@pytest.mark.parametrize(
    ("disposition", "is_refused"),
    [
        ('attachment; filename="a.pdf"', False),
        ('attachment; filename="a.bat.pdf"', False),
        ('attachment; filename="a.bat"', True),
        ("attachment; FILENAME=a.bat", True),
        ("attachment;\r\n filename=a.bat", True),
        ("attachment; filename*=utf-8''a.%62at", True),
        ("attachment; filename*0=a.b; filename*1=at", True),
        ('attachment; filename="=?utf-8?B?YS5iYXQ=?="', True),
        ('attachment; filename="=?nope?B?YS5iYXQ=?="', False),
    ],
)
def test_attachments_of_raw_mail_are_checked_by_name(disposition: str, is_refused: bool) -> None:
    """A forbidden extension of an attachment in raw mail is recognized in every encoding of its name."""
    data = (
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nname=x.bat is only text\r\n"
        f"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: {disposition}\r\n\r\nx\r\n--b--\r\n"
    ).encode()
    try:
        raw_mail.check_attachments(data)
        error_text = ""
    except InvalidParameter as error:
        error_text = str(error)

    assert (error_text == "Attachments with the extension .bat are not allowed: 'a.bat'.") is is_refused
