"""Raw mail: what is parsed, which headers take effect and what is refused."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain.configuration_sets.configuration_sets import ConfigurationSet
from tests.backends.sending.single_sends import SENDER, TO, send_raw_v1, send_v2
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock


@pytest.mark.parametrize("method", ["v1", "v2"])
def test_a_raw_message_is_parsed(mocked: SesMock, ses: SESClient, sesv2: SESV2Client, method: str) -> None:
    """Texts, attachments and addresses of a raw message are parsed, and Bcc is not delivered."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Bcc"] = "Shop <shop@example.com>", "ada@example.net", "b@example.net"
    mail["Subject"], mail["Reply-To"] = "Grüße", "r@example.org"
    mail.set_content("Hi")
    mail.add_alternative("<p>Hi</p>", subtype="html")
    mail.add_attachment(b"data", maintype="application", subtype="pdf", filename="a.pdf", cid="<one>")
    if method == "v1":
        send_raw_v1(ses, mail.as_bytes())
    else:
        send_v2(sesv2, FromEmailAddress=None, Destination=None, Content={"Raw": {"Data": mail.as_bytes()}})

    message = mocked.outbox.one(to="ada@example.net", sender="shop@example.com", subject="Grüße")
    assert (message.text.strip(), message.html.strip()) == ("Hi", "<p>Hi</p>")
    assert (message.recipients, message.bcc) == (("ada@example.net", "b@example.net"), ("b@example.net",))
    assert (message.reply_to, message.attachments["a.pdf"].content_id) == (("r@example.org",), "one")
    assert message.headers.get("Bcc") is None
    assert message.headers.get_all("message-id") == [f"<{message.message_id}@email.amazonses.com>"]


RAW = b"From: shop@example.com\nTo: ada@example.net\nSubject: S\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (RAW + b"\nbody", "body"),
        (RAW + b"Content-Type: text/plain; charset=x-windows-949\n\n\xff", "\xff"),
        (RAW + b"Content-Type: text/plain; charset=utf-8\n\n\xff", "\xff"),
        (RAW.rstrip(), ""),
        (RAW + b"Content-Type: application/pdf\n\nx", None),
    ],
)
def test_an_unusual_raw_message_can_be_read(
    mocked: SesMock, ses: SESClient, data: bytes, text: str | None
) -> None:
    """Unknown charsets, 8-bit text and missing bodies cause no errors."""
    send_raw_v1(ses, data)

    message = mocked.outbox[0]
    assert (message.text, message.html) == (text, None)
    assert RAW.rstrip() in message.raw


@pytest.mark.parametrize("subject", ["=?utf-8?q?broken", "=?x-windows-949?q?x?="])
def test_an_undecodable_subject_stays_unchanged(mocked: SesMock, ses: SESClient, subject: str) -> None:
    """An incomplete encoded word, or one in an unknown charset, stays unchanged."""
    send_raw_v1(ses, f"From: a@example.com\r\nTo: b@example.net\r\nSubject: {subject}\r\n\r\n".encode())

    assert mocked.outbox[0].subject == subject


def test_raw_mail_without_data_is_accepted(mocked: SesMock, ses: SESClient) -> None:
    """A raw message without data is accepted if the call contains a sender and recipients."""
    send_raw_v1(ses, b"", Source=SENDER, Destinations=TO)

    message = mocked.outbox[0]
    assert (message.sender, message.recipients, message.to) == (SENDER, ("ada@example.net",), ())


def test_a_return_path_does_not_replace_the_from_header(mocked: SesMock, sesv2: SESV2Client) -> None:
    """v2 accepts a feedback address without a sender; the sender is then that of the From header."""
    data = b"From: Ada <a@example.com>\nTo: b@example.net\n\nHi\n"
    send_v2(
        sesv2,
        FromEmailAddress=None,
        FeedbackForwardingEmailAddress="bounces@example.com",
        Content={"Raw": {"Data": data}},
    )

    message = mocked.outbox[0]
    assert (message.sender, message.return_path) == ("Ada <a@example.com>", "bounces@example.com")


def test_headers_of_raw_mail_set_configuration_set_and_tags(mocked: SesMock, ses: SESClient) -> None:
    """X-SES headers of raw mail take effect and are removed."""
    mocked.account.configuration_sets["marketing"] = ConfigurationSet("marketing")
    header = b"X-SES-CONFIGURATION-SET: marketing\nX-SES-MESSAGE-TAGS: a=1, b=2\nX-SES-SOURCE-ARN: "
    header += mocked.account.arn("identity/example.com").encode() + b"\n"
    send_raw_v1(ses, header + RAW + b"\n")

    message = mocked.outbox[0]
    assert (message.configuration_set, message.tags) == ("marketing", {"a": "1", "b": "2"})
    assert [name for name in message.headers if name.startswith("X-SES")] == ["X-SES-Outgoing"]


def test_the_call_overrides_the_headers_of_raw_mail(mocked: SesMock, ses: SESClient) -> None:
    """The configuration set, tags and ARN in the call override the X-SES headers, which are not checked."""
    mocked.account.configuration_sets["news"] = ConfigurationSet("news")
    header = b"X-SES-CONFIGURATION-SET: none\nX-SES-MESSAGE-TAGS: a=1\nX-SES-SOURCE-ARN: none\n"
    send_raw_v1(
        ses,
        header + RAW + b"\n",
        ConfigurationSetName="news",
        Tags=[{"Name": "b", "Value": "2"}],
        SourceArn=mocked.account.arn("identity/example.com"),
    )

    message = mocked.outbox[0]
    assert (message.configuration_set, message.tags) == ("news", {"b": "2"})


@pytest.mark.parametrize(
    ("data", "parameters", "text"),
    [
        (b"To: a@example.net\n\n", {}, "Missing required header 'From'."),
        (b"From: a@example.com\n\n", {}, "Missing required header 'To'."),
        (b"From: a@example.com\nTo:\n\n", {}, "Empty required header 'To'."),
        (b"", {"Destinations": TO}, "Missing required header 'From'."),
        (b"", {"Source": SENDER}, "Missing required header 'To'."),
        (b"From: a\nTo: b@x.com\n\n", {}, "Missing final '@domain'"),
        (RAW, {"Destinations": ["a@example.net"] * 51}, "Recipient count exceeds 50."),
        (RAW + b"\n" + b"x" * (10 << 20), {}, "Message length is more than 10485760 bytes long: '10485815'."),
    ],
)
def test_incomplete_raw_mail_is_refused(
    mocked: SesMock, ses: SESClient, data: bytes, parameters: dict[str, Any], text: str
) -> None:
    """The header and the call together must contain a sender and recipients, within SES's limits."""
    assert refusal(send_raw_v1, ses, data, **parameters) == ("InvalidParameterValue", text)


def test_the_error_about_raw_mail_lists_every_sender(mocked: SesMock, ses: SESClient) -> None:
    """The error lists the address of the source first, then the From header as written."""
    data = b"From: Travel <a@t.com>\nTo: b@x.com\n\n"
    _, text = refusal(send_raw_v1, ses, data, Source="Travel <a@t.com>")

    assert text.endswith("US-EAST-1: a@t.com, Travel <a@t.com>")


def test_the_error_about_raw_mail_lists_the_same_sender_once(mocked: SesMock, ses: SESClient) -> None:
    """A source that equals the From header is not repeated."""
    _, text = refusal(send_raw_v1, ses, b"From: a@t.com\nTo: b@x.com\n\n", Source="a@t.com")

    assert text.endswith("US-EAST-1: a@t.com")
