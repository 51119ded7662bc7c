"""Clients of SES's SMTP interface, for tests where the content of an email does not matter."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current, stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock import SentMessage
    from sesmock.smtp.submission import Submission

HOST = "email-smtp.us-east-1.amazonaws.com"
SENDER = "shop@example.com"
RECIPIENT = "ada@example.net"


def build_mail(sender: str = SENDER, *to: str, text: str = "Hi", **headers: str) -> EmailMessage:
    """Return an email; ``x_ses_tenant="a"`` adds the header ``x-ses-tenant``."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = ", ".join(to or [RECIPIENT])
    mail["Subject"] = "Hello"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@contextmanager
def connect(host: str = HOST, user: str = "AKIAEXAMPLE", password: str = "any") -> Iterator[smtplib.SMTP]:
    """Yield a client that has signed in over STARTTLS."""
    with smtplib.SMTP(host, 587) as client:
        client.starttls()
        client.login(user, password)
        yield client


def send(mail: EmailMessage | None = None, host: str = HOST, **envelope: Any) -> None:
    """Send an email over a new connection; ``from_addr`` and ``to_addrs`` override the addresses in its header."""
    with connect(host) as client:
        client.send_message(build_mail() if mail is None else mail, **envelope)


def send_message(mail: EmailMessage | None = None, host: str = HOST, **envelope: Any) -> SentMessage:
    """Send an email as `send` does; return it from the outbox."""
    send(mail, host, **envelope)
    return current().outbox[-1]


def refusal(mail: EmailMessage | None = None, **envelope: Any) -> tuple[int, str]:
    """Send an email that SES refuses after its data; return the code and text of the reply."""
    with connect() as client, pytest.raises(smtplib.SMTPDataError) as caught:
        client.send_message(build_mail() if mail is None else mail, **envelope)
    return caught.value.smtp_code, bytes(caught.value.smtp_error).decode()


def open_dialog(*, wrapped: bool = True) -> Submission:
    """Return an SMTP dialog with the innermost mock, after the greeting; ``wrapped`` means TLS from the start."""
    mock = stack.innermost()
    assert mock is not None
    dialog = mock.open_smtp(HOST, 465 if wrapped else 587, wrapped=wrapped, read_timeout=None)
    assert dialog is not None
    dialog.greet()
    return dialog


def say(dialog: Submission, *lines: str) -> list[str]:
    """Send lines one by one; return the replies without line ends."""
    return [dialog.receive(line.encode() + b"\r\n").decode().removesuffix("\r\n") for line in lines]
