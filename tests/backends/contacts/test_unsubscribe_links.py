"""Unsubscribe links in the header and the text of mail."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.contacts.contact_list import LIST, list_options
from tests.backends.contacts.unsubscribe_links import MARK, ONE_CLICK, read_header_link, send_with_placeholder
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage


def send_raw(data: bytes, topic: str | None = "news") -> SentMessage:
    """Send a raw message for the list."""
    return send_message("sesv2", Content={"Raw": {"Data": data}}, ListManagementOptions=list_options(topic))


def test_mail_to_one_recipient_has_links(client: SESV2Client) -> None:
    """Mail to one recipient has an unsubscribe link in its header and another in place of the placeholders."""
    message = send_with_placeholder()
    [page] = message.links

    assert page.startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.text == f"Leave: {page}"
    assert message.html == f'<a href="{page}">Leave</a>'
    assert read_header_link(message).startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert MARK.encode() not in message.raw
    assert read_header_link(message) != page


def test_links_replace_those_of_the_sender(client: SESV2Client) -> None:
    """SES's header replaces the sender's List-Unsubscribe header, and other custom headers stay."""
    message = send_message(
        "sesv2",
        ListManagementOptions=LIST,
        Content={
            "Simple": {
                "Subject": {"Data": "Hello"},
                "Body": {"Text": {"Data": "Hi"}},
                "Headers": [
                    {"Name": "list-unsubscribe", "Value": "<https://example.com/u>"},
                    {"Name": "List-Id", "Value": "readers"},
                ],
            }
        },
    )

    assert message.headers.get_all("List-Unsubscribe") == [f"<{read_header_link(message)}>"]
    assert "example.com/u" not in read_header_link(message)
    assert message.headers["List-Id"] == "readers"


def test_two_placeholders_become_links(client: SESV2Client) -> None:
    """Only the first two placeholders of text and HTML become links."""
    message = send_message("sesv2", text=MARK * 3, html=MARK * 3, ListManagementOptions=LIST)
    plain_body = message.mime.get_body(["plain"])

    for text in (message.text, message.html, plain_body and plain_body.get_content().strip()):
        assert text is not None
        assert text.endswith(MARK)
        assert text.count(MARK) == 1


def test_mail_to_several_recipients_has_no_links(client: SESV2Client) -> None:
    """Mail to several recipients has no links, because a link belongs to one contact."""
    message = send_with_placeholder("news", "ada@example.net", "bob@example.net")

    assert message.text == f"Leave: {MARK}"
    assert "List-Unsubscribe" not in message.headers


def test_mail_without_a_list_has_no_links(client: SESV2Client) -> None:
    """Without list management, the placeholder stays."""
    message = send_message("sesv2", text=MARK)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers


def build_mail(encoding: str) -> bytes:
    """Return a message with the placeholder in its text, HTML and attachment, in the given transfer encoding."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "ada@example.net", "Hello"
    mail["List-Unsubscribe"] = "<https://example.com/u>"
    mail.set_content(f"Grüße {MARK}\n", cte=encoding)
    mail.add_alternative(f"<p>Grüße {MARK}</p>\n", subtype="html", cte=encoding)
    mail.add_attachment(f"{MARK}\n", filename="a.txt")
    return mail.as_bytes()


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_raw_mail_has_links(client: SESV2Client, encoding: str) -> None:
    """Text and HTML of raw mail get links in any transfer encoding; attachments do not."""
    message = send_raw(build_mail(encoding))
    [page] = message.links
    plain = message.mime.get_body(["plain"])

    assert message.text == f"Grüße {page}\n"
    assert message.html == f"<p>Grüße {page}</p>\n"
    assert plain is not None
    assert plain.get_content() == message.text
    assert message.headers.get_all("List-Unsubscribe") == [f"<{read_header_link(message)}>"]
    assert message.attachments[0].content.decode().strip() == MARK


def test_raw_mail_without_placeholders_keeps_its_body(client: SESV2Client) -> None:
    """Raw mail without placeholders keeps its body byte for byte, and gets the header."""
    body = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Hi")
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\n" + body)

    assert message.raw.endswith(body.partition(b"\n\n")[2])
    assert "List-Unsubscribe" in message.headers


def test_raw_mail_without_a_body_has_the_header(client: SESV2Client) -> None:
    """The link header starts on its own line even if the last header line does not end with a newline."""
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\nSubject: Hello")

    assert message.subject == "Hello"
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK


def test_signed_mail_has_no_links(client: SESV2Client) -> None:
    """Mail that the sender has signed with DKIM gets no links, which would break the signature."""
    data = f"DKIM-Signature: v=1\nFrom: shop@example.com\nTo: ada@example.net\n\n{MARK}".encode()
    message = send_raw(data)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers
    with pytest.raises(ValueError, match="has no unsubscribe link: SES adds one only to mail"):
        message.unsubscribe()


def test_a_template_keeps_the_placeholder_for_ses(client: SESV2Client) -> None:
    """The template data needs no attribute for the placeholder."""
    content: Any = {
        "TemplateContent": {"Subject": "Hello", "Text": "{{name}}: " + MARK},
        "TemplateData": '{"name": "Ada"}',
    }
    message = send_message("sesv2", Content={"Template": content}, ListManagementOptions=LIST)

    assert message.text == f"Ada: {message.links[0]}"


def test_unsubscribe_links_are_not_tracked(client: SESV2Client) -> None:
    """Click tracking rewrites other links, but not unsubscribe links."""
    message = send_message(
        "sesv2",
        html=f'<a href="{MARK}">Leave</a><a href="https://example.com">Stay</a>',
        ListManagementOptions=LIST,
        ConfigurationOverrides={"Tracking": {"ClickTrackingEnabled": "ENABLED"}},
    )
    body = message.mime.get_body(["html"])

    assert message.links[1] == "https://example.com"
    assert body is not None
    assert f'<a href="{message.links[0]}">' in body.get_content()
    assert "awstrack.me" in body.get_content()


def test_events_omit_unsubscribe_headers(client: SESV2Client) -> None:
    """Events do not show the unsubscribe headers that SES adds."""
    document: Any = send_with_placeholder().events[-1].document
    names = [header["name"] for header in document["mail"]["headers"]]

    assert "List-Unsubscribe" not in names


def test_a_snapshot_is_the_same_in_every_run(client: SESV2Client) -> None:
    """A snapshot shows placeholders instead of the links, so it does not change between runs."""
    snapshot = send_with_placeholder().snapshot()

    assert snapshot["text"] == f"Leave: {MARK}"
    assert snapshot["headers"] == [["List-Unsubscribe", f"<{MARK}>"], ["List-Unsubscribe-Post", ONE_CLICK]]
    assert (snapshot["contact_list"], snapshot["topic"]) == ("readers", "news")
    assert "contact_list" not in send_message().snapshot()
