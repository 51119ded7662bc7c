"""Every API with every form of content and of recipients, and messages built by what people build them with."""

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


def message(content: dict[str, str]) -> dict[str, Any]:
    """Return a message of its parts."""
    return {"Subject": {"Data": "Grüße"}, "Body": {name: {"Data": data} for name, data in content.items()}}


def raw(content: dict[str, str], recipients: dict[str, list[str]]) -> bytes:
    """Return a message as bytes; the envelope says more than the header."""
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
    """The ways to send a message."""

    def __init__(self, ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> None:
        self.ses: Any = ses
        self.rest: dict[str, Any] = {"sesv2": sesv2, "pinpoint-email": pinpoint_email}

    def send(self, way: str, content: dict[str, str], recipients: dict[str, list[str]]) -> None:
        """Send by an API, in parts or raw."""
        api, _, form = way.partition(" ")
        if way == "ses":
            self.ses.send_email(Source=SENDER, Destination=recipients, Message=message(content))
        elif way == "ses raw":
            self.ses.send_raw_email(RawMessage={"Data": raw(content, recipients)})
        elif form == "raw":
            self.rest[api].send_email(Destination={}, Content={"Raw": {"Data": raw(content, recipients)}})
        else:
            self.rest[api].send_email(
                FromEmailAddress=SENDER, Destination=recipients, Content={"Simple": message(content)}
            )


@pytest.fixture
def clients(ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> Clients:
    """Return all ways to send."""
    return Clients(ses, sesv2, pinpoint_email)


WAYS = ["ses", "sesv2", "pinpoint-email", "ses raw", "sesv2 raw", "pinpoint-email raw"]


@pytest.mark.parametrize("recipients", RECIPIENTS, ids=str)
@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("way", WAYS)
def test_everything_arrives(
    mocked: SesMock, clients: Clients, way: str, content: str, recipients: str
) -> None:
    """Whatever the API and the form: sender, recipients, subject and texts are kept and can be read from the mail."""
    given, texts = RECIPIENTS[recipients], CONTENTS[content]
    clients.send(way, texts, given)
    [sent] = mocked.outbox

    assert (sent.sender.address, sent.sender.name) == ("shop@example.com", "Jürgen")
    assert (list(sent.to), list(sent.cc), list(sent.bcc)) == (
        given.get("ToAddresses", []),
        given.get("CcAddresses", []),
        given.get("BccAddresses", []),
    )
    assert list(sent.recipients) == [recipient for listed in given.values() for recipient in listed]
    assert (sent.subject, sent.text, sent.html) == ("Grüße", texts.get("Text"), texts.get("Html"))
    assert (sent.mime["Subject"], sent.mime["Bcc"]) == ("Grüße", None)
    read = {
        part.get_content_type(): part.get_content().rstrip("\n")
        for part in sent.mime.walk()
        if not part.is_multipart()
    }
    assert read == {
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
def test_what_is_refused_is_refused_by_all(
    mocked: SesMock, clients: Clients, way: str, code: str, case: str
) -> None:
    """In the same words, with each API's code; nothing is kept."""
    recipients, text = REFUSED[case]

    assert refusal(clients.send, way=way, content={"Text": "t"}, recipients=recipients) == (code, text)
    assert (len(mocked.outbox), mocked.account.sent_last_24_hours) == (0, 0)


def by_email() -> bytes:
    """Build a message with the standard library's newest classes."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Cc"] = "shop@example.com", "Äda <ada@example.net>", "b@example.net"
    mail["Subject"] = "Grüße"
    mail.set_content("Hällo\n" + "long line " * 200)
    mail.add_alternative("<p>Hällo</p>", subtype="html")
    mail.add_attachment(b"daten", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return mail.as_bytes()


def by_old_email() -> bytes:
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


def by_django() -> bytes:
    """Build a message with Django."""
    if not django.conf.settings.configured:
        django.conf.settings.configure()
    mail = django.core.mail.EmailMultiAlternatives(
        "Grüße", "Hällo", "shop@example.com", ["Äda <ada@example.net>"], cc=["b@example.net"]
    )
    mail.attach_alternative("<p>Hällo</p>", "text/html")
    mail.attach("Rechnung März.pdf", b"daten", "application/pdf")
    built: bytes = mail.message().as_bytes()
    return built


def by_flask() -> bytes:
    """Build a message with Flask-Mail."""
    app = flask.Flask("shop")
    flask_mail.Mail(app)
    with app.app_context():
        mail = flask_mail.Message(
            "Grüße", sender="shop@example.com", recipients=["ada@example.net"], cc=["b@example.net"]
        )
        mail.body, mail.html = "Hällo", "<p>Hällo</p>"
        mail.attach("Rechnung März.pdf", "application/pdf", b"daten")
        built: bytes = mail.as_bytes()
        return built


@pytest.mark.parametrize("build", [by_email, by_old_email, by_django, by_flask])
@pytest.mark.parametrize("way", ["ses", "sesv2"])
def test_messages_of_mail_libraries_are_read(
    mocked: SesMock, ses: SESClient, sesv2: SESV2Client, way: str, build: Callable[[], bytes]
) -> None:
    """Whatever built them: recipients, texts and attachments are found, encoded as they may be."""
    if way == "ses":
        ses.send_raw_email(RawMessage={"Data": build()})
    else:
        sesv2.send_email(Content={"Raw": {"Data": build()}})
    [sent] = mocked.outbox

    assert [recipient.address for recipient in sent.recipients] == ["ada@example.net", "b@example.net"]
    assert (sent.subject, sent.text.split("\n")[0].strip(), sent.html.strip()) == (
        "Grüße",
        "Hällo",
        "<p>Hällo</p>",
    )
    assert [(part.file_name, part.content) for part in sent.attachments] == [("Rechnung März.pdf", b"daten")]


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
def test_odd_messages_lose_nothing(lines: list[bytes], end: bytes) -> None:
    """Eight bits, broken multiparts, bad charsets: read as well as can be, or refused; the body is untouched."""
    header = end.join([b"From: a@example.com", b"To: b@example.net", b"Mime-Version: 1.0"])
    data = end.join([header, *lines])
    with mock_ses(identities=["example.com"], isolated=True) as active:
        with contextlib.suppress(ClientError):
            boto3.client("ses").send_raw_email(RawMessage={"Data": data})
        sent = next(iter(active.outbox), None)
    if sent is None:
        codes = {call.error.code for call in active.rejected}

        assert codes == {"InvalidParameterValue"}
        return

    assert_readable(sent)
    assert header in sent.raw
    assert sent.raw.partition(end * 2)[2] == data.partition(end * 2)[2]


def assert_readable(sent: SentMessage) -> None:
    """Look at everything that a message has."""
    assert isinstance(sent.subject, str)
    assert isinstance(sent.text, (str, type(None)))
    assert isinstance(sent.html, (str, type(None)))
    assert all(isinstance(part.content, bytes) for part in sent.attachments)
    assert all(isinstance(value, str) for value in sent.headers.values())
    assert sent.mime is not None
