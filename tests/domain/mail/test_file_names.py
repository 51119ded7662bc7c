"""The file names of attachments, in every form that mail clients use."""

from __future__ import annotations

import pytest

from sesmock.domain.mail.mime_parts import parse_parts
from sesmock.domain.mail.parsed_mail import ParsedMail

DISPOSITION = b"Content-Disposition: attachment; "


@pytest.mark.parametrize(
    ("header", "file_name"),
    [
        (DISPOSITION + b'filename="=?UTF-8?Q?caf=C3=A9.pdf?="', "café.pdf"),
        (DISPOSITION + b"filename==?UTF-8?B?Y2Fmw6kucGRm?=", "café.pdf"),
        (DISPOSITION + b'filename="=?UTF-8?Q?caf=C3=A9?=\r\n =?UTF-8?Q?_menu.pdf?="', "café menu.pdf"),
        (b'Content-Type: application/pdf;\r\n\tname="=?iso-8859-1?Q?caf=E9.pdf?="', "café.pdf"),
        (b"Content-Type: application/pdf; NAME=menu.pdf", "menu.pdf"),
        (b"Content-Type: application/pdf; name=menu.pdf\r\n" + DISPOSITION[:-2], "menu.pdf"),
        (DISPOSITION + b"filename*=ISO-8859-1''caf%E9.pdf", "café.pdf"),
        (DISPOSITION + b"filename*=UTF-8'fr'caf%C3%A9.pdf", "café.pdf"),
        (DISPOSITION + b"filename*=caf%C3%A9.pdf", "café.pdf"),
        (DISPOSITION + b"filename=cafe.pdf; filename*=UTF-8''caf%C3%A9.pdf", "café.pdf"),
        (DISPOSITION + b'filename="a long\r\n name.pdf"', "a long name.pdf"),
        (DISPOSITION + b'filename="a long\r\n\tname.pdf"', "a long name.pdf"),
        (DISPOSITION + b'filename="caf\xc3\xa9.pdf"', "café.pdf"),
        (DISPOSITION + b'filename="caf\xe9.pdf"', "café.pdf"),
        (
            DISPOSITION + b"filename*0*=UTF-8''caf%C3;\r\n filename*1*=%A9%20menu;\r\n filename*2=.pdf",
            "café menu.pdf",
        ),
        (DISPOSITION + b'filename*0="a long";\r\n filename*1=" name.pdf"', "a long name.pdf"),
        (DISPOSITION + b'filename="=?utf-8?q?my file.pdf?="', "=?utf-8?q?my file.pdf?="),
        (DISPOSITION + b"filename*=unicode_escape''%5Cud800.pdf", "?.pdf"),
        (DISPOSITION + b"filename*=nonsense''a.pdf", "a.pdf"),
        (DISPOSITION + b"filename=", None),
        (b"Content-Type: application/pdf", None),
    ],
    ids=[
        "JavaMail",
        "without quotes",
        "two words",
        "Outlook",
        "name alone",
        "name and a bare disposition",
        "Latin-1 in RFC 2231",
        "language in RFC 2231",
        "no charset in RFC 2231",
        "RFC 2231 and its ASCII form",
        "folded",
        "folded with a tab",
        "bare UTF-8",
        "bare Latin-1",
        "character split by RFC 2231",
        "pieces without a charset",
        "blank in an encoded word",
        "lone surrogate",
        "unknown charset",
        "empty",
        "none",
    ],
)
def test_a_file_name_is_decoded(header: bytes, file_name: str | None) -> None:
    """A file name is decoded from every form in which mail clients write it."""
    [part] = parse_parts(header + b"\r\n\r\nx")

    assert (part.file_name or None) == file_name


@pytest.mark.parametrize(
    ("subtype", "fields", "inline"),
    [
        ("related", "Content-ID: <logo>", True),
        ("related", "Content-ID: <logo>\r\nContent-Disposition: inline; filename=a.png", True),
        ("related", "Content-ID: <logo>\r\nContent-Disposition: attachment", False),
        ("related", "X-Other: x", False),
        ("mixed", "Content-ID: <logo>", False),
    ],
)
def test_an_image_of_the_html_is_inline(subtype: str, fields: str, inline: bool) -> None:
    """In multipart/related a Content-ID makes a part inline, unless its disposition is attachment."""
    mail = ParsedMail(
        f"Content-Type: multipart/{subtype}; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        f'<img src="cid:logo">\r\n--b\r\nContent-Type: image/png\r\n{fields}\r\n\r\nPNG\r\n--b--'.encode()
    )
    [attachment] = mail.attachments

    assert (attachment.inline, mail.html) == (inline, '<img src="cid:logo">')
