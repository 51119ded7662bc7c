"""Frameworks that send mail with smtplib can send to SES, configured as in their documentation."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import mock_ses
from tests.smtp_clients import HOST, RECIPIENT, SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SesMock


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        yield ses_mock


@pytest.fixture
def _django() -> None:
    from django.conf import settings

    settings.configured or settings.configure(DEFAULT_CHARSET="utf-8")


# Newer versions of Django warn about this way to create a backend, but older ones have no other.
@pytest.mark.usefixtures("_django")
@pytest.mark.filterwarnings("ignore:Directly creating EmailBackend")
@pytest.mark.parametrize(
    "security", [{"use_tls": True, "port": 587}, {"use_ssl": True, "port": 465}], ids=["starttls", "ssl"]
)
def test_the_django_backend_sends(ses_mock: SesMock, security: dict[str, Any]) -> None:
    """Django's SMTP backend can send several emails on one connection, with alternatives and attachments."""
    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.smtp import EmailBackend

    backend = EmailBackend(host=HOST, username="AKIAEXAMPLE", password="any", **security)
    mails = [
        EmailMultiAlternatives(
            f"Größe {number}", "Text", f"Shop <{SENDER}>", [RECIPIENT], bcc=["bob@example.net"]
        )
        for number in range(2)
    ]
    mails[0].attach_alternative("<p>HTML</p>", "text/html")
    mails[0].attach("a.txt", "attached", "text/plain")
    sent = backend.send_messages(mails)
    first = ses_mock.outbox[0]

    assert sent == len(ses_mock.outbox) == 2
    assert (first.subject, first.text.removesuffix("\r\n"), first.html.removesuffix("\r\n"), first.bcc) == (
        "Größe 0",
        "Text",  # Django 6 ends each part with a line end
        "<p>HTML</p>",
        ("bob@example.net",),
    )
    assert first.attachments["a.txt"].content.removesuffix(b"\r\n") == b"attached"
    assert "Bcc" not in first.headers


# Newer versions of Django warn about this way to create a backend, but older ones have no other.
@pytest.mark.usefixtures("_django")
@pytest.mark.filterwarnings("ignore:Directly creating EmailBackend")
def test_the_django_backend_raises_ses_errors(ses_mock: SesMock) -> None:
    """Django's SMTP backend raises an SMTPDataError for a refused sender, unless ``fail_silently`` is set."""
    from django.core.mail import EmailMessage
    from django.core.mail.backends.smtp import EmailBackend

    mail = EmailMessage("Hi", "Text", "shop@example.org", [RECIPIENT])
    for silent in (True, False):
        backend = EmailBackend(
            host=HOST, port=587, use_tls=True, username="a", password="b", fail_silently=silent
        )
        if silent:
            assert backend.send_messages([mail]) == 0
        else:
            with pytest.raises(smtplib.SMTPDataError, match="Email address is not verified"):
                backend.send_messages([mail])

    assert ses_mock.rejected.count(api="smtp") == 2


def test_flask_mail_sends(ses_mock: SesMock) -> None:
    """Flask-Mail can send to SES's SMTP host."""
    from flask import Flask
    from flask_mail import Mail, Message

    app = Flask(__name__)
    app.config.update(
        MAIL_SERVER=HOST, MAIL_PORT=587, MAIL_USE_TLS=True, MAIL_USERNAME="a", MAIL_PASSWORD="b"
    )
    mail = Mail(app)
    with app.app_context():
        mail.send(Message("Hello", recipients=[RECIPIENT], body="Text", html="<p>Hi</p>", sender=SENDER))
    message = ses_mock.outbox.one(to=RECIPIENT, api="smtp")

    assert (message.subject, message.text, message.html) == ("Hello", "Text", "<p>Hi</p>")


def test_the_handler_of_logging_sends(ses_mock: SesMock) -> None:
    """The SMTPHandler of the standard library's logging can send a record to SES's SMTP host."""
    import logging
    import logging.handlers

    handler = logging.handlers.SMTPHandler(
        (HOST, 587), SENDER, [RECIPIENT], "Failure", credentials=("a", "b"), secure=()
    )
    handler.emit(logging.LogRecord("shop", logging.ERROR, "shop.py", 1, "It broke", (), None))

    assert ses_mock.outbox.one(subject="Failure").text == "It broke\r\n"
