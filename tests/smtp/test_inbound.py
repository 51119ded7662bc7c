"""Mail that other servers deliver over SMTP, which receipt rules handle."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import SesMock, mock_ses
from sesmock.smtp.certificates import make_certificate
from sesmock.smtp.inbound import Inbound
from sesmock.smtp.listener import listen_to_servers
from tests.receiving import BUCKET, MAIL, add_rule
from tests.smtp_clients import say

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = MAIL.replace("\n", "\r\n")
ENVELOPE = ("EHLO mail.example.net", "MAIL FROM:<ada@example.net>", "RCPT TO:<info@example.com>", "DATA")


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified, and with a receipt rule for all of its mail."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        add_rule(BUCKET)
        yield ses_mock


@pytest.fixture
def dialog(ses_mock: SesMock) -> Inbound:
    """Return a dialog with a sending server at 192.0.2.1, after the greeting."""
    dialog = Inbound(ses_mock.account, "192.0.2.1")
    dialog.greet()
    return dialog


def test_the_greeting_contains_the_region(ses_mock: SesMock) -> None:
    """The greeting has the host name of the inbound endpoint in its region."""
    # Spec: smtp.md §5.
    account = ses_mock.accounts["123456789012", "eu-west-1"]

    assert Inbound(account, "192.0.2.1").greet() == (
        b"220 inbound-smtp.eu-west-1.amazonaws.com ESMTP Amazon SES\r\n"
    )


def test_mail_is_received(ses_mock: SesMock, dialog: Inbound) -> None:
    """Mail that another server delivers is handled by the rules, and the reply has its id."""
    replies = say(dialog, *ENVELOPE)
    end = dialog.receive(f"{DATA}.\r\n".encode()).decode()
    received = ses_mock.received.one()

    assert replies == [
        "250-inbound-smtp.us-east-1.amazonaws.com\r\n250-8BITMIME\r\n250-STARTTLS\r\n250 Ok",
        "250 Ok",
        "250 Ok",
        "354 End data with <CR><LF>.<CR><LF>",
    ]
    assert end == f"250 OK {received.message_id}\r\n"
    assert (received.recipients, [run.type for run in received.actions]) == (("info@example.com",), ["S3"])
    assert "from mail.example.net (mail.example.net [192.0.2.1])" in " ".join(
        received.headers["Received"].split()
    )


def test_a_bounce_is_received(ses_mock: SesMock, dialog: Inbound) -> None:
    """Mail with an empty envelope sender, such as a bounce, is received without a source."""
    say(dialog, ENVELOPE[0], "MAIL FROM:<>", *ENVELOPE[2:])
    dialog.receive(f"{DATA}.\r\n".encode())

    assert ses_mock.received.one().source is None


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("RCPT TO:<info@example.org>", "550 5.1.1 Requested action not taken: mailbox unavailable"),
        ("RCPT TO:<a..b@example.com>", "501 Invalid RCPT TO address provided"),
        ("AUTH LOGIN", "500 Error: command not implemented"),
        ("VRFY info", "502 VRFY command is disabled"),
    ],
)
def test_commands_are_refused(ses_mock: SesMock, dialog: Inbound, line: str, reply: str) -> None:
    """Recipients without a rule, invalid addresses and unsupported commands are refused."""
    assert say(dialog, *ENVELOPE[:2], line)[2:] == [reply]
    assert len(ses_mock.received) == 0


def test_a_sender_is_an_address(dialog: Inbound) -> None:
    """MAIL with an invalid address is refused."""
    assert say(dialog, ENVELOPE[0], "MAIL FROM:<a..b@example.net>")[1] == (
        "501 Invalid MAIL FROM address provided"
    )


def test_a_rule_can_require_tls(ses_mock: SesMock) -> None:
    """If a rule requires TLS, its recipients are refused before STARTTLS and accepted after it."""
    boto3.client("ses").delete_receipt_rule(RuleSetName="inbound", RuleName="rule")
    add_rule(BUCKET, TlsPolicy="Require")
    certificate = make_certificate(["localhost"])
    with (
        listen_to_servers(ses_mock.account, tls=certificate.context) as listener,
        smtplib.SMTP("127.0.0.1", listener.port) as client,
    ):
        client.ehlo("mail.example.net")
        client.mail("ada@example.net")
        before = client.rcpt("info@example.com")
        client.starttls()
        client.sendmail("ada@example.net", "info@example.com", DATA)

    assert before == (530, b"5.7.0 Must issue a STARTTLS command first")
    assert ses_mock.received.one().accepted


def test_a_listener_without_a_certificate_offers_no_tls(ses_mock: SesMock) -> None:
    """A listener without a certificate does not offer STARTTLS, and accepts mail without it."""
    with listen_to_servers(ses_mock.account) as listener, smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.sendmail("ada@example.net", "info@example.com", DATA)
        offers = client.has_extn("starttls")

    assert not offers
    assert len(ses_mock.received) == 1


def test_blocked_servers_are_refused(ses_mock: SesMock, dialog: Inbound) -> None:
    """A server whose IP address a receipt filter blocks is refused."""
    boto3.client("ses").create_receipt_filter(
        Filter={"Name": "block", "IpFilter": {"Policy": "Block", "Cidr": "192.0.2.0/24"}}
    )

    assert say(dialog, *ENVELOPE[:3])[2].startswith("554 5.7.1 ")


def test_a_server_without_a_proper_name_is_accepted(ses_mock: SesMock, dialog: Inbound) -> None:
    """If the name in EHLO is invalid, mail is accepted, and its Received header has a name in the sender's domain."""
    say(dialog, "EHLO my computer (home)", *ENVELOPE[1:])
    dialog.receive(f"{DATA}.\r\n".encode())

    assert "mail.example.net" in ses_mock.received.one().headers["Received"]


def test_mail_that_is_too_large_is_refused(
    ses_mock: SesMock, dialog: Inbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mail over the size limit is refused with the reply that `SesMock.receive` also uses."""
    monkeypatch.setattr(Inbound, "max_size", 10)
    say(dialog, *ENVELOPE)

    assert dialog.receive(f"{DATA}.\r\n".encode()).startswith(b"552 5.3.4 ")


def test_starttls_resets_the_dialog(dialog: Inbound) -> None:
    """STARTTLS discards the sender that was given before it."""
    say(dialog, *ENVELOPE[:2], "STARTTLS")
    dialog.begin_tls()

    assert say(dialog, ENVELOPE[2]) == ["503 Error: need MAIL command"]
