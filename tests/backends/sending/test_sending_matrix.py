"""Sends with every API, form of content and kind of recipients, and of messages from mail libraries."""

from __future__ import annotations

import contextlib
import email.policy
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import TYPE_CHECKING, Any

import boto3
import django.conf
import django.core.mail
import flask
import flask_mail
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage

SENDER = "Jürgen <shop@example.com>"
RAW_SENDER = b"=?utf-8?q?J=C3=BCrgen?= <shop@example.com>"
CONTENTS: dict[str, dict[str, str]] = {
    "text": {"Text": "Grüße"},
    "html": {"Html": "<p>Grüße</p>"},
    "both": {"Text": "Grüße", "Html": "<p>Grüße</p>"},
}
RECIPIENTS: dict[str, dict[str, list[str]]] = {
    "one": {"ToAddresses": ["ada@example.net"]},
    "named": {"ToAddresses": ["Ada <ada@example.net>"]},
    "quoted": {"ToAddresses": ['"Lovelace, Ada" <ada@example.net>']},
    "encoded": {"ToAddresses": ["=?utf-8?q?=C3=84da?= <ada@example.net>"]},
    "raw name": {"ToAddresses": ["Äda <ada@example.net>"]},
    "label": {"ToAddresses": ["ada+news@Mail.Example.NET"]},
    "punycode": {"ToAddresses": ["ada@xn--exmple-cua.com"]},
    "cc and bcc": {
        "ToAddresses": ["a@x.com"],
        "CcAddresses": ["b@x.com"],
        "BccAddresses": ["c@x.com", "d@x.com"],
    },
    "cc alone": {"CcAddresses": ["b@x.com"]},
    "bcc alone": {"BccAddresses": ["c@x.com"]},
    "empty lists": {"ToAddresses": ["a@x.com"], "CcAddresses": [], "BccAddresses": []},
    "fifty": {"ToAddresses": [f"a{number}@x.com" for number in range(50)]},
}


def build_message(content: dict[str, str]) -> dict[str, Any]:
    """Return a message with the given parts."""
    return {"Subject": {"Data": "Grüße"}, "Body": {name: {"Data": data} for name, data in content.items()}}


def build_raw(content: dict[str, str], recipients: dict[str, list[str]]) -> bytes:
    """Return a message as bytes, with the recipients in its header."""
    header = [b"From: " + RAW_SENDER, b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?="]
    header += [
        f"{name}: {', '.join(recipients[f'{name}Addresses'])}".encode()
        for name in ("To", "Cc", "Bcc")
        if recipients.get(f"{name}Addresses")
    ]
    parts = MIMEMultipart("alternative")
    for name, data in content.items():
        parts.attach(MIMEText(data, "plain" if name == "Text" else "html", "utf-8"))
    return b"\n".join([*header, parts.as_bytes()])


class Clients:
    """A sender that can use every API."""

    def __init__(self, ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> None:
        self.ses: Any = ses
        self.rest: dict[str, Any] = {"sesv2": sesv2, "pinpoint-email": pinpoint_email}

    def send(self, way: str, content: dict[str, str], recipients: dict[str, list[str]]) -> None:
        """Send a message with an API, in parts or raw."""
        api, _, form = way.partition(" ")
        if way == "ses":
            self.ses.send_email(Source=SENDER, Destination=recipients, Message=build_message(content))
        elif way == "ses raw":
            self.ses.send_raw_email(RawMessage={"Data": build_raw(content, recipients)})
        elif form == "raw":
            self.rest[api].send_email(
                Destination={}, Content={"Raw": {"Data": build_raw(content, recipients)}}
            )
        else:
            self.rest[api].send_email(
                FromEmailAddress=SENDER, Destination=recipients, Content={"Simple": build_message(content)}
            )


@pytest.fixture
def clients(ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> Clients:
    """Return a sender that can use every API."""
    return Clients(ses, sesv2, pinpoint_email)


WAYS = ["ses", "sesv2", "pinpoint-email", "ses raw", "sesv2 raw", "pinpoint-email raw"]


@pytest.mark.parametrize("recipients", RECIPIENTS, ids=str)
@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("way", WAYS)
def test_every_message_arrives_completely(
    mocked: SesMock, clients: Clients, way: str, content: str, recipients: str
) -> None:
    """Sender, recipients, subject and texts are kept in every API and form, and can be read from the mail."""
    destination, texts = RECIPIENTS[recipients], CONTENTS[content]
    clients.send(way, texts, destination)
    [sent_message] = mocked.outbox

    assert (sent_message.sender.address, sent_message.sender.name) == ("shop@example.com", "Jürgen")
    assert (list(sent_message.to), list(sent_message.cc), list(sent_message.bcc)) == (
        destination.get("ToAddresses", []),
        destination.get("CcAddresses", []),
        destination.get("BccAddresses", []),
    )
    assert list(sent_message.recipients) == [
        recipient for group in destination.values() for recipient in group
    ]
    assert (sent_message.subject, sent_message.text, sent_message.html) == (
        "Grüße",
        texts.get("Text"),
        texts.get("Html"),
    )
    assert (sent_message.mime["Subject"], sent_message.mime["Bcc"]) == ("Grüße", None)
    parsed_texts = {
        part.get_content_type(): part.get_content().rstrip("\n")
        for part in sent_message.mime.walk()
        if not part.is_multipart()
    }
    assert parsed_texts == {
        kind: texts[name] for name, kind in (("Text", "text/plain"), ("Html", "text/html")) if name in texts
    }


REFUSED: dict[str, tuple[dict[str, list[str]], str]] = {
    "nobody": ({"ToAddresses": []}, "There are no recipients specified."),
    "fifty-one": ({"ToAddresses": ["a@x.com"] * 51}, "Recipient count exceeds 50."),
    "empty text": ({"ToAddresses": [""]}, "Invalid email address ."),
    "in cc": (
        {"ToAddresses": ["a@x.com"], "CcAddresses": ["a b@x.com"]},
        "Local address contains control or whitespace",
    ),
    "in bcc": (
        {"ToAddresses": ["a@x.com"], "BccAddresses": ["b@x_y.com"]},
        "Domain contains illegal character",
    ),
    "unquoted comma": ({"ToAddresses": ["Lovelace, Ada <a@x.com>"]}, "Illegal address"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("ses", "InvalidParameterValue"),
        ("sesv2", "BadRequestException"),
        ("pinpoint-email", "BadRequestException"),
    ],
)
def test_every_api_refuses_invalid_recipients(
    mocked: SesMock, clients: Clients, way: str, code: str, case: str
) -> None:
    """Every API refuses invalid recipients with the same text and its own code, and nothing is sent."""
    recipients, text = REFUSED[case]

    assert refusal(clients.send, way=way, content={"Text": "t"}, recipients=recipients) == (code, text)
    assert (len(mocked.outbox), mocked.account.sent_last_24_hours) == (0, 0)


def build_with_email() -> bytes:
    """Build a message with the standard library's current classes."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Cc"] = "shop@example.com", "Äda <ada@example.net>", "b@example.net"
    mail["Subject"] = "Grüße"
    mail.set_content("Hällo\n" + "long line " * 200)
    mail.add_alternative("<p>Hällo</p>", subtype="html")
    mail.add_attachment(b"daten", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return mail.as_bytes()


def build_with_old_email() -> bytes:
    """Build a message with the standard library's older classes."""
    mail = MIMEMultipart()
    mail["From"], mail["To"], mail["Cc"], mail["Subject"] = (
        "shop@example.com",
        "ada@example.net",
        "b@example.net",
        "Grüße",
    )
    mail.attach(MIMEText("Hällo", "plain", "utf-8"))
    mail.attach(MIMEText("<p>Hällo</p>", "html", "utf-8"))
    image = MIMEImage(b"daten", "png")
    image.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "Rechnung März.pdf"))
    mail.attach(image)
    return mail.as_bytes()


def build_with_django() -> bytes:
    """Build a message with Django."""
    if not django.conf.settings.configured:
        django.conf.settings.configure()
    mail = django.core.mail.EmailMultiAlternatives(
        "Grüße", "Hällo", "shop@example.com", ["Äda <ada@example.net>"], cc=["b@example.net"]
    )
    mail.attach_alternative("<p>Hällo</p>", "text/html")
    mail.attach("Rechnung März.pdf", b"daten", "application/pdf")
    data: bytes = mail.message().as_bytes()
    return data


def build_with_flask() -> bytes:
    """Build a message with Flask-Mail."""
    app = flask.Flask("shop")
    flask_mail.Mail(app)
    with app.app_context():
        mail = flask_mail.Message(
            "Grüße", sender="shop@example.com", recipients=["ada@example.net"], cc=["b@example.net"]
        )
        mail.body, mail.html = "Hällo", "<p>Hällo</p>"
        mail.attach("Rechnung März.pdf", "application/pdf", b"daten")
        data: bytes = mail.as_bytes()
        return data


@pytest.mark.parametrize(
    "build", [build_with_email, build_with_old_email, build_with_django, build_with_flask]
)
@pytest.mark.parametrize("way", ["ses", "sesv2"])
def test_messages_of_mail_libraries_are_parsed(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, way: str, build: Callable[[], bytes]
) -> None:
    """Recipients, texts and attachments are parsed, regardless of the library that built and encoded them."""
    if way == "ses":
        ses.send_raw_email(RawMessage={"Data": build()})
    else:
        sesv2.send_email(Content={"Raw": {"Data": build()}})
    [sent_message] = mocked.outbox

    assert [recipient.address for recipient in sent_message.recipients] == [
        "ada@example.net",
        "b@example.net",
    ]
    assert (sent_message.subject, sent_message.text.split("\n")[0].strip(), sent_message.html.strip()) == (
        "Grüße",
        "Hällo",
        "<p>Hällo</p>",
    )
    assert [(part.file_name, part.content) for part in sent_message.attachments] == [
        ("Rechnung März.pdf", b"daten")
    ]


LINES = st.lists(
    st.sampled_from(
        [
            b"Content-Type: multipart/mixed; boundary=b",
            b"Content-Type: text/plain; charset=nope",
            b"Content-Type: text/html; charset=\xff",
            b"Content-Type: message/rfc822",
            b"Content-Transfer-Encoding: base64",
            b"Content-Transfer-Encoding: x-unknown",
            b"Content-Disposition: attachment; filename*=utf-8'%FF",
            b"Subject: =?utf-8?b?////?=",
            b"Subject: " + b"x" * 5000,
            b"Reply-To: r@example.org",
            b"X-Odd: \xff\xfe",
            b" folded",
            b"",
            b"--b",
            b"--b--",
            b"\x00\x01\r",
            b"8-bit \xe4\xf6\xfc",
        ]
    ),
    max_size=12,
)


@given(lines=LINES, end=st.sampled_from([b"\n", b"\r\n"]))
def test_unusual_messages_lose_nothing(lines: list[bytes], end: bytes) -> None:
    """Any raw message is either readable with an unchanged body, or refused."""
    header = end.join([b"From: a@example.com", b"To: b@example.net", b"Mime-Version: 1.0"])
    data = end.join([header, *lines])
    with mock_ses(identities=["example.com"], isolated=True) as active:
        with contextlib.suppress(ClientError):
            boto3.client("ses").send_raw_email(RawMessage={"Data": data})
        sent_message = next(iter(active.outbox), None)
    if sent_message is None:
        codes = {call.error.code for call in active.rejected}

        assert codes == {"InvalidParameterValue"}
        return

    assert_readable(sent_message)
    assert header in sent_message.raw
    assert sent_message.raw.partition(end * 2)[2] == data.partition(end * 2)[2]


def assert_readable(sent_message: SentMessage) -> None:
    """Check that every attribute of a message can be read."""
    assert isinstance(sent_message.subject, str)
    assert isinstance(sent_message.text, (str, type(None)))
    assert isinstance(sent_message.html, (str, type(None)))
    assert all(isinstance(part.content, bytes) for part in sent_message.attachments)
    assert all(isinstance(value, str) for value in sent_message.headers.values())
    assert sent_message.mime is not None
