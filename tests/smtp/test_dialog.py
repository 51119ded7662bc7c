"""The dialog of the SMTP interface, tested without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sesmock import current, mock_ses, stack
from sesmock.smtp.dialog import MAX_LINE
from tests.smtp_clients import HOST, open_dialog, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.smtp.submission import Submission

# The base64 of "\0user\0password" (RFC 4616 §2).
SIGN_IN = ("EHLO client.example.org", "AUTH PLAIN AHVzZXIAcGFzc3dvcmQ=")
ENVELOPE = ("MAIL FROM:<shop@example.com>", "RCPT TO:<ada@example.net>")
MAIL = "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi\r\n"
OFFERS = "250-email-smtp.amazonaws.com\r\n250-8BITMIME\r\n{}250-AUTH PLAIN LOGIN\r\n250 Ok"


@pytest.fixture(autouse=True)
def _mock() -> Iterator[None]:
    with mock_ses(identities=["example.com"]):
        yield


@pytest.fixture
def dialog() -> Submission:
    """Return a dialog over TLS with a client that has signed in."""
    dialog = open_dialog()
    say(dialog, *SIGN_IN)
    return dialog


def test_the_greeting_looks_like_that_of_ses() -> None:
    """Like SES's greeting, the greeting contains the name of the service and two ids, but no region."""
    # Spec: smtp.md §2.
    mock = stack.innermost()
    assert mock is not None
    dialog = mock.open_smtp(HOST, 587, wrapped=False, read_timeout=None)
    assert dialog is not None
    greeting = dialog.greet().decode()

    assert re.fullmatch(
        r"220 email-smtp\.amazonaws\.com ESMTP SimpleEmailService-d-[A-Z0-9]{9} [A-Za-z0-9]{20}\r\n", greeting
    )


@pytest.mark.parametrize(("wrapped", "offer"), [(True, ""), (False, "250-STARTTLS\r\n")])
def test_ehlo_lists_the_ses_extensions(wrapped: bool, offer: str) -> None:
    """The reply to EHLO lists SES's extensions, with STARTTLS only on a connection without TLS."""
    replies = say(open_dialog(wrapped=wrapped), "ehlo client.example.org")

    assert replies == [OFFERS.format(offer)]


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("AUTH LOGIN", "530 Must issue a STARTTLS command first"),
        ("MAIL FROM:<shop@example.com>", "530 Must issue a STARTTLS command first"),
        ("HELO client.example.org", "530 Must issue a STARTTLS command first"),
        ("NOOP", "250 Ok"),
        ("QUIT", "221 Bye"),
        ("STARTTLS now", "501 Syntax error (no parameters allowed)"),
        ("STARTTLS", "220 Ready to start TLS"),
        ("BDAT 5", "500 Error: command not implemented"),
    ],
)
def test_little_is_allowed_before_tls(line: str, reply: str) -> None:
    """Before TLS, a client can neither sign in nor send."""
    # Spec: smtp.md §2.3.
    replies = say(open_dialog(wrapped=False), line)

    assert replies == [reply]


def test_tls_resets_the_dialog() -> None:
    """After STARTTLS, the client must send EHLO again, and commands sent before the handshake are discarded."""
    # RFC 3207 §4.2: the server must forget what it knows from before TLS, since an attacker may have sent it.
    dialog = open_dialog(wrapped=False)
    say(dialog, "EHLO client.example.org")
    reply = dialog.receive(b"STARTTLS\r\nNOOP\r\n")
    was_starting = dialog.starts_tls
    dialog.begin_tls()
    replies = say(dialog, "STARTTLS", *SIGN_IN[1:], "MAIL FROM:<shop@example.com>")

    assert (reply, was_starting, dialog.starts_tls) == (b"220 Ready to start TLS\r\n", True, False)
    assert replies == [
        "454 TLS not available due to temporary reason: TLS already active",
        "235 Authentication successful.",
        "503 Error: send HELO/EHLO first",
    ]


@pytest.mark.parametrize(
    ("lines", "replies"),
    [
        (["AUTH"], ["501 Syntax: AUTH mechanism [initial-response]"]),
        (["AUTH CRAM-MD5"], ["504 The requested authentication mechanism is not supported"]),
        (["AUTH PLAIN", "AHVzZXIAcGFzc3dvcmQ="], ["334 Ok", "235 Authentication successful."]),
        (["AUTH PLAIN", "*"], ["334 Ok", "501 Authentication canceled by client."]),
        (["AUTH plain AHVzZXIAcGFzc3dvcmQ="], ["235 Authentication successful."]),
        (["AUTH PLAIN dXNlcg=="], ["535 Authentication Credentials Invalid"]),
        (["AUTH PLAIN ???"], ["535 Authentication Credentials Invalid"]),
        (["AUTH PLAIN äöü="], ["535 Authentication Credentials Invalid"]),
        (
            ["AUTH LOGIN", "dXNlcg==", "cGFzc3dvcmQ="],
            # The base64 of "Username:" and "Password:".
            ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 Authentication successful."],
        ),
        (["AUTH LOGIN dXNlcg==", "cGFzc3dvcmQ="], ["334 UGFzc3dvcmQ6", "235 Authentication successful."]),
        (["AUTH LOGIN ???", "cGFzc3dvcmQ="], ["334 UGFzc3dvcmQ6", "535 Authentication Credentials Invalid"]),
        (["AUTH LOGIN dXNlcg==", "???"], ["334 UGFzc3dvcmQ6", "535 Authentication Credentials Invalid"]),
        (["AUTH LOGIN dXNlcg==", "*"], ["334 UGFzc3dvcmQ6", "501 Authentication canceled by client."]),
        (
            ["AUTH LOGIN", "*", "NOOP"],
            ["334 VXNlcm5hbWU6", "501 Authentication canceled by client.", "250 Ok"],
        ),
        (["MAIL FROM:<shop@example.com>"], ["530 Authentication required"]),
        (["VRFY ada"], ["530 Authentication required"]),
    ],
)
def test_clients_sign_in(lines: list[str], replies: list[str]) -> None:
    """A client can sign in with AUTH PLAIN or AUTH LOGIN, with or without an initial response."""
    # Spec: smtp.md §2.3.
    assert say(open_dialog(), *lines) == replies


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("AUTH LOGIN", "503 Refusing any other AUTH command."),
        ("EHLO", "501 Syntax: EHLO hostname"),
        ("HELO", "501 Syntax: HELO hostname"),
        ("HELO client.example.org", "250 email-smtp.amazonaws.com"),
        ("NOOP", "250 Ok"),
        ("RSET", "250 Ok"),
        ("VRFY ada", "502 VRFY command is disabled"),
        ("EXPN all", "502 EXPN command is disabled"),
        ("HELP", "500 Error: command not implemented"),
        ("_sign_in a b", "500 Error: command not implemented"),
        ("", "500 Error: bad syntax"),
        ("HI", "500 Error: bad syntax"),
        ("RCPT TO:<ada@example.net>", "503 Error: need MAIL command"),
        ("DATA", "503 Error: need MAIL command"),
        ("MAIL FROM:<shop@example.com>", "250 Ok"),
        ("mail from: shop@example.com", "250 Ok"),
        ("MAIL FROM:<shop@example.com> BODY=8BITMIME SIZE=100", "250 Ok"),
        ("MAIL FROM:<>", "501 Invalid MAIL FROM address provided"),
        ("MAIL FROM:", "501 Invalid MAIL FROM address provided"),
        ("MAIL TO:<shop@example.com>", "501 Invalid MAIL FROM address provided"),
        ("MAIL shop@example.com", "501 Invalid MAIL FROM address provided"),
        ("MAIL FROM:<AKIAEXAMPLE>", "501 Invalid MAIL FROM address provided"),
        ('MAIL FROM:<"Shop" <shop@example.com>>', "501 Invalid MAIL FROM address provided"),
        ("MAIL FROM: SES (<shop@example. com>)", "501 Invalid MAIL FROM address provided"),
        ("MAIL FROM:<jürgen@example.com> SMTPUTF8", "501 Invalid MAIL FROM address provided"),
    ],
)
def test_commands_get_the_same_replies_as_from_ses(dialog: Submission, line: str, reply: str) -> None:
    """A command at the start of a session gets SES's reply, whether the command is valid or not."""
    # Spec: smtp.md §2.7.
    assert say(dialog, line) == [reply]


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("MAIL FROM:<shop@example.com>", "503 Sender already specified."),
        ("DATA", "503 Error: need RCPT command"),
        ("RCPT TO:<ada@example.net>", "250 Ok"),
        ("RCPT TO:<re:ceiver@example.net>", "250 Ok"),
        ('RCPT TO:<"ada lovelace"@example.net>', "250 Ok"),
        ("RCPT TO:<ada>", "501 Invalid RCPT TO address provided"),
        ("RCPT TO:<>", "501 Invalid RCPT TO address provided"),
        ("RCPT TO:User2", "501 Invalid RCPT TO address provided"),
    ],
)
def test_recipients_follow_the_sender(dialog: Submission, line: str, reply: str) -> None:
    """After MAIL, a command gets SES's reply: RCPT is accepted, and a second MAIL or DATA is refused."""
    assert say(dialog, "MAIL FROM:<shop@example.com>", line) == ["250 Ok", reply]


@pytest.mark.parametrize("command", ["RSET", "EHLO client.example.org", "HELO client.example.org"])
def test_a_transaction_can_be_reset(dialog: Submission, command: str) -> None:
    """RSET, EHLO and HELO discard the sender and the recipients, but the client stays signed in."""
    say(dialog, *ENVELOPE, command)

    assert say(dialog, "DATA", *ENVELOPE[:1]) == ["503 Error: need MAIL command", "250 Ok"]


def test_a_connection_accepts_several_emails(dialog: Submission) -> None:
    """After an email, a client can send another one on the same connection."""
    for _ in range(2):
        assert say(dialog, *ENVELOPE, "DATA") == ["250 Ok", "250 Ok", "354 End data with <CR><LF>.<CR><LF>"]
        assert dialog.receive(MAIL.encode() + b".\r\n").startswith(b"250 Ok 0100")

    assert len(current().outbox) == 2


def test_pipelined_commands_are_answered_in_order(dialog: Submission) -> None:
    """A client that sends everything at once gets all replies, although PIPELINING is not offered."""
    script = "\r\n".join([*ENVELOPE, "DATA", f"{MAIL}.", "NOOP", "QUIT", "NOOP", ""])
    replies = dialog.receive(script.encode()).decode().split("\r\n")

    assert replies[:3] == ["250 Ok", "250 Ok", "354 End data with <CR><LF>.<CR><LF>"]
    assert replies[3] == f"250 Ok {current().outbox.one().message_id}"
    assert replies[4:] == ["250 Ok", "221 Bye", ""]
    assert dialog.is_closed


def test_mail_can_arrive_in_pieces_of_any_size(dialog: Submission) -> None:
    """A client can send its commands and mail byte by byte."""
    script = "\r\n".join([*ENVELOPE, "DATA", f"{MAIL}..\r\n.", ""])
    replies = b"".join(dialog.receive(bytes([byte])) for byte in script.encode())

    assert replies.count(b"\r\n") == 4
    assert current().outbox.one().text == "Hi\r\n.\r\n"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("..", "."),
        ("...", ".."),
        (".a", "a"),
        ("a.", "a."),
        ("a\n.\nb", "a\n.\nb"),
        ("a\r.\rb", "a\r.\rb"),
        ("..\r\n..", ".\r\n."),
    ],
)
def test_dots_are_unstuffed(dialog: Submission, sent: str, text: str) -> None:
    """A dot at the start of a line is removed, and only CR LF dot CR LF ends an email."""
    # RFC 5321 §4.5.2 calls this transparency.
    say(dialog, *ENVELOPE, "DATA")
    dialog.receive(f"{MAIL}{sent}\r\n.\r\n".encode())

    assert current().outbox.one().raw.decode().endswith(f"Hi\r\n{text}\r\n")


def test_an_empty_email_is_accepted(dialog: Submission) -> None:
    """An email without a header or body is accepted, since the envelope is complete."""
    say(dialog, *ENVELOPE, "DATA")
    reply = dialog.receive(b".\r\n")

    assert reply.startswith(b"250 Ok ")
    assert current().outbox.one().sender == "shop@example.com"


@pytest.mark.parametrize(
    ("data", "reply"),
    [
        (b"NOOP\n", "501 Syntax error at character position 4."),
        (b"NO\rOP\r\n", "501 Syntax error at character position 2."),
        (b"NOOP\r\r\n", "501 Syntax error at character position 4."),
        (b"N" * (MAX_LINE + 1), "501 Input line length is too long!"),
        (b"N" * (MAX_LINE + 1) + b"\r\n", "501 Input line length is too long!"),
    ],
)
def test_broken_lines_end_the_dialog(dialog: Submission, data: bytes, reply: str) -> None:
    """A line with an invalid end, or a line that is too long, is refused and ends the dialog."""
    assert dialog.receive(data).decode().startswith(reply)
    assert dialog.is_closed
    assert dialog.receive(b"NOOP\r\n") == b""


@pytest.mark.parametrize("extra", [b"", b"NOOP\r\n"])
def test_an_email_that_is_too_long_is_refused(
    dialog: Submission, monkeypatch: pytest.MonkeyPatch, extra: bytes
) -> None:
    """An email over the limit is discarded while it arrives, and then refused; the dialog continues."""
    # Spec: messages.md §1.
    monkeypatch.setattr(type(dialog), "max_size", 1000)
    say(dialog, *ENVELOPE, "DATA")
    for _ in range(50):
        assert dialog.receive(b"x" * 98 + b"\r\n") == b""
        assert len(dialog._buffer) <= 2200
    replies = dialog.receive(b".\r\n" + extra)

    assert replies == b"552 5.3.4 Message is too long.\r\n" + (b"250 Ok\r\n" if extra else b"")
    assert len(current().outbox) == 0
    assert current().rejected.one(api="smtp").error.message == "5.3.4 Message is too long."


def test_a_doubled_dot_counts_once_toward_the_limit(
    dialog: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A doubled dot at the start of a line counts as one byte toward the limit."""
    monkeypatch.setattr(type(dialog), "max_size", len(MAIL) + 4)
    say(dialog, *ENVELOPE, "DATA")
    fits = dialog.receive(f"{MAIL}..b\r\n.\r\n".encode())
    say(dialog, *ENVELOPE, "DATA")
    too_long = dialog.receive(f"{MAIL}..bc\r\n.\r\n".encode())

    assert (fits[:3], too_long[:3]) == (b"250", b"552")


def test_a_silent_client_times_out(dialog: Submission) -> None:
    """After a timeout, a silent client gets SES's reply, and the dialog is closed."""
    # Spec: smtp.md §2.7.
    assert dialog.time_out() == b"451 4.4.2 Timeout waiting for data from client.\r\n"
    assert dialog.is_closed


def test_a_listener_without_a_certificate_requires_no_tls() -> None:
    """Without a certificate, STARTTLS is neither offered nor required, but a client must still sign in."""
    mock = stack.innermost()
    assert mock is not None
    dialog = mock.smtp.open("eu-west-1", tls="none", ip_address="192.0.2.9")
    dialog.greet()
    replies = say(dialog, "EHLO client.example.org", "STARTTLS", ENVELOPE[0], SIGN_IN[1], *ENVELOPE, "DATA")
    dialog.receive(f"{MAIL}.\r\n".encode())

    assert replies[:4] == [
        OFFERS.format(""),
        "500 Error: command not implemented",
        "530 Authentication required",
        "235 Authentication successful.",
    ]
    message = current().outbox.one(region="eu-west-1")
    assert message.headers["Received"].startswith("from client.example.org (client.example.org [192.0.2.9])")


@pytest.mark.parametrize("name", ["a\x01b", "a b", "ä", "[192.0.2.1]", "x" * 500])
def test_a_client_name_cannot_inject_header_text(name: str) -> None:
    """The name that a client gives in EHLO is a single ASCII word in the Received field, whatever it contains."""
    dialog = open_dialog()
    say(dialog, f"EHLO {name}", SIGN_IN[1], *ENVELOPE, "DATA")
    dialog.receive(f"{MAIL}.\r\n".encode())
    received = current().outbox.one().headers["Received"]

    assert received.startswith("from ")
    assert received.split()[2].startswith("(")
    assert received.isascii()


@pytest.mark.parametrize(
    "line",
    [
        "MAIL FROM:<shop@example.com>\rRCPT TO:<evil@example.net>",
        "MAIL FROM:<shop@example.com\r\nX-Injected: 1>",
        "MAIL FROM:<shop@example.com>\nRCPT TO:<evil@example.net>",
    ],
)
def test_line_ends_in_an_address_inject_nothing(dialog: Submission, line: str) -> None:
    """A line end inside an address is refused, and injects no further command or header."""
    replies = say(dialog, line)

    assert replies[0].startswith("501 ")
    assert "250 Ok" not in replies[0]
