"""SES's rules for the MIME structure of raw mail."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesmock import mock_ses
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import mime_parts, mime_rules, raw_mail
from tests.refusals import refusal

# The texts of the errors are JavaMail's. Spec: messages.md §1.
HEADER = "From: shop@example.com\r\nTo: ada@example.net\r\n"
CUT = "\r\n--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\nno parts\r\n--b--\r\n"


def structure_error(mail: str | bytes) -> str:
    """Return the text with which a raw message is refused, or "" if it is accepted."""
    data = mail if isinstance(mail, bytes) else mail.encode()
    try:
        mime_rules.check_header(raw_mail.read_header_section(data))
        mime_rules.check_structure(data)
    except InvalidParameter as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text/plain", ""),
        ("text/plain;", ""),
        ("text/plain; charset=utf-8; ", ""),
        (' text / plain ; charset = "utf-8" ; format=flowed', ""),
        ("text/plain; name=(E)E.pdf", ""),
        ("text/plain (a (nested) \\) comment); charset=us-ascii (plain)", ""),
        ('text/plain; name="a;b\\"c"', ""),
        ("text/plain (odd) ; ", ""),
        ("multipart/mixed; boundary==_x", ""),
        ("text", "Expected '/', got null"),
        ("", "Expected '/', got null"),
        ("text; charset=utf-8", "Expected '/', got ;"),
        ("text/plain; charset", "Expected '=', got 'null'"),
        ("text/plain; charset utf-8", "Expected '=', got 'utf-8'"),
        ("text/plain; charset=utf-8; format; delsp=yes", "Expected '=', got 'null'"),
        ("text/plain; charset=", ""),
        ("text/plain charset=utf-8", "Expected ';', got \"charset\""),
        ("application/pdf; name=E(E)E.pdf", "Expected ';', got \"E.pdf\""),
        ("application/pdf; name=E(E.pdf", "Unbalanced comments"),
        ('application/pdf; name="a.pdf', "Unbalanced quoted string"),
        ('application/pdf; name=a "b c"', "Expected ';', got \"b c\""),
        ("application/pdf; name=a, b", "Expected ';', got \"b\""),
    ],
)
@pytest.mark.parametrize("place", ["mail", "part"])
def test_a_content_type_is_checked(place: str, value: str, text: str) -> None:
    """A malformed content type is refused with SES's text, in the message's header as well as in a part's."""
    field = f"Content-Type: {value}\r\n\r\n--=_x\r\n\r\nHi\r\n"
    multipart = f"{HEADER}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{field}--b--\r\n"

    assert structure_error(f"{HEADER}{field}" if place == "mail" else multipart) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("attachment; filename=test hello.txt", "Expected ';', got \"hello.txt\""),
        ("attachment; filename=test\r\n hello.txt", "Expected ';', got \"hello.txt\""),
        ("attachment filename=hello.txt", "Expected ';', got \"filename\""),
        ("attachment; filename", "Expected '=', got 'null'"),
        ('attachment; filename="test hello.txt"', ""),
        ("attachment; filename=hällo.txt", ""),
        ("attachment; filename*0*=UTF-8''a; filename*1=b.txt", ""),
        ("inline", ""),
        ("", ""),
    ],
)
def test_a_content_disposition_is_checked(value: str, text: str) -> None:
    """A malformed Content-Disposition is refused, for example a file name with spaces but without quotes."""
    assert structure_error(f"{HEADER}Content-Disposition: {value}\r\n\r\nHi") == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Content-Transfer-Encoding: utf-8", "Unsupported encoding utf-8."),
        ("Content-Transfer-Encoding: 16bit (wide)", "Unsupported encoding 16bit."),
        ("Content-Transfer-Encoding: BASE64", ""),
        ("Content-Transfer-Encoding: x-uuencode", ""),
        ("Content-Transfer-Encoding: 7bit; odd", ""),
        ("Content-Transfer-Encoding: ", ""),
        ("Content-Type: text/plain; charset=cp-850", "Unsupported encoding cp-850."),
        ("Content-Type: text/html; charset*=us-ascii'en'unknown-8bit", "Unsupported encoding unknown-8bit."),
        ("Content-Type: text/plain; charset=Windows-31J", ""),
        ("Content-Type: application/json; charset=cp-850", ""),
        ("Subject: =?cp-850?Q?Hi?=", "Unsupported encoding cp-850."),
        ("Subject: Hello =?UTF-8?X?Hi?=", "Unsupported encoding X."),
        ("X-Note: =?utf-8*en?b?SGk=?= =?iso-8859-1?q?=E4?=", ""),
        ("Subject: what=?", ""),
    ],
)
def test_unknown_encodings_are_refused(field: str, text: str) -> None:
    """An unknown transfer encoding, charset of text or encoding of an encoded word is refused."""
    assert structure_error(f"{HEADER}{field}\r\n\r\nHi") == text


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\nHi", "Missing start boundary"),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n", "Missing start boundary"),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--bc\r\n\r\nHi", "Missing start boundary"),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n--b\r\n\r\nHi", "Missing start boundary"),
        ("Content-Type: multipart/mixed; boundary=b\r\n" + CUT, "Missing start boundary"),
        ("Content-Type: multipart/mixed; boundary=b\r\n" + CUT.replace("=c", "=b"), "Missing start boundary"),
        ("Content-Type: multipart/mixed\r\n\r\nHi", "Missing start boundary"),
        ("Content-Type: multipart/mixed\r\n\r\n--looks like one\r\n\r\nHi", ""),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nno end", ""),
        ('Content-Type: multipart/mixed; boundary="b c"\n\nPreamble\n--b c \n\nHi\n--b c--\n', ""),
        (
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n"
            + CUT.replace("--b\r\n", "", 1),
            "",
        ),
    ],
)
def test_a_multipart_needs_a_part(mail: str, text: str) -> None:
    """A multipart without a part is refused at any depth, except inside an attached message."""
    assert structure_error(HEADER + mail) == text


def test_parts_below_the_depth_limit_are_not_checked() -> None:
    """A multipart below the depth limit is not refused for having no parts."""
    mail = "".join(
        f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n"
        for depth in range(mime_parts.MAX_DEPTH + 2)
    )

    assert (
        structure_error(HEADER + "X-Odd: 1\r\nContent-Transfer-Encoding: 7BIT (odd)\r\n" + mail + "\r\nHi")
        == ""
    )


def test_plain_mail_is_accepted_without_parsing_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail that the standard library wrote is accepted by the quick check, without parsing its parts."""
    mail = EmailMessage()
    mail["Subject"] = "Grüße"
    mail.set_content("Grüße")
    mail.add_alternative("<p>Grüße</p>", subtype="html")
    mail.add_attachment(b"%PDF content-type: x", maintype="application", subtype="pdf", filename="a b.pdf")
    monkeypatch.setattr(mime_parts, "parse_own_parts", None)

    assert structure_error(bytes(mail)) == ""


LINES = st.lists(
    st.sampled_from(
        [
            b"Content-Type: multipart/mixed; boundary=b",
            b'Content-Type: multipart/alternative; boundary="c"',
            b"Content-Type: multipart/mixed",
            b"Content-Type: text/plain; charset=utf-8",
            b"Content-Type: text/plain; charset=nope",
            b"Content-Type: message/rfc822",
            b"content-transfer-encoding: base64",
            b"Content-Transfer-Encoding: x-unknown",
            b"Content-Disposition: attachment; filename=a b",
            b'Content-Disposition: attachment; filename="a b"',
            b"Content-ID: <a>",
            b"\tname=x",
            b"",
            b"--b",
            b"--c",
            b"--b--",
            b"--c--",
        ]
    ),
    max_size=14,
)


@given(LINES)
def test_the_quick_check_agrees_with_the_full_check(lines: list[bytes]) -> None:
    """The quick check never accepts a message that the full check refuses."""
    data = HEADER.encode() + b"\r\n".join(lines)
    quick = structure_error(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mime_rules, "_looks_plain", lambda _: False)

        assert quick == structure_error(data)


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Content-Type: multipart/mixed; boundary=b", "Missing start boundary"),
        ("Content-Transfer-Encoding: utf-8", "Unsupported encoding utf-8."),
        ("Content-Disposition: attachment; filename=test hello.txt", "Expected ';', got \"hello.txt\""),
    ],
)
def test_every_api_refuses_unreadable_mail(api: str, field: str, text: str) -> None:
    """Each API refuses malformed raw mail with its own code and the same text, and sends nothing."""
    data = f"{HEADER}{field}\r\n\r\nHi".encode()
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"
    with mock_ses(identities="*") as active:
        client: Any = boto3.client(api)  # type: ignore[call-overload]
        if api == "ses":
            assert refusal(client.send_raw_email, RawMessage={"Data": data}) == (code, text)
        else:
            content = {"Raw": {"Data": data}}
            assert refusal(client.send_email, Destination={}, Content=content) == (code, text)

    assert len(active.outbox) == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Subject: Hi\r\n\r\nContent-Type: text", False),
        (b"Subject: Hi\r\nCONTENT-TYPE: text\r\n\r\nHi", True),
        (b"Subject: Hi\rContent-Type: text\r\n\r\nHi", True),
        (b"no field\r\nContent-Type: text\r\n\r\nHi", True),
        (b"", True),
    ],
)
def test_mail_without_a_type_in_its_header_has_no_parts(data: bytes, expected: bool) -> None:
    """Mail whose header has no Content-Type has no parts; unusual headers are checked in full."""
    assert raw_mail.may_have_parts(data) is expected


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize(
    "body", ["Content-Type: text", "--b\r\nContent-Type: text", "From: a\r\nContent-Type: text"]
)
def test_mail_without_parts_is_never_refused_for_them(end: str, blank: str, body: str) -> None:
    """Mail that the quick check takes for mail without parts is also accepted by the full check."""
    data = f"{end.join(['Subject: Hi', 'X: y', blank])}{end}{body}\r\n\r\nHi".encode()

    assert raw_mail.may_have_parts(data) or structure_error(data) == ""
