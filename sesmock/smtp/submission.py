"""The dialog of ``email-smtp``: clients sign in over TLS, and hand in mail that SES sends. Spec: smtp.md §2."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import ids
from sesmock.smtp import envelope, replies, unconfirmed_replies
from sesmock.smtp.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class MailService(Protocol):
        """What a dialog asks of the world behind it."""

        def refuse_connection(self, client: Client) -> str | None:
            """Return the reply that ends a connection before it begins, if a test wants that."""

        def sign_in(self, client: Client, user: str, password: str) -> str:
            """Return the reply to a user and a password."""

        def send(self, client: Client, mail: Mail, *, is_too_long: bool) -> str:
            """Send a mail, and return the reply."""


MAX_SIZE = 40 * 1024 * 1024
"""Spec: smtp.md §2.5 [D]."""
HOST = "email-smtp.amazonaws.com"
_NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")
_BEFORE_TLS = frozenset({"EHLO", "NOOP", "QUIT", "STARTTLS"})
_BEFORE_AUTHENTICATION = _BEFORE_TLS | {"AUTH", "HELO", "RSET"}


class Client(NamedTuple):
    """Who talks to SES: from where, to which region's host, and as whom.

    ``read_timeout`` is how many seconds the client waits for a reply; None: for ever.
    """

    region: str
    host: str = "client.example.org"
    ip_address: str = "203.0.113.80"
    user: str | None = None
    server_id: str = ""
    read_timeout: float | None = None


class Mail(NamedTuple):
    """A mail with its envelope."""

    sender: str
    recipients: Sequence[str]
    data: bytes


class Submission(Dialog):
    """A dialog with SES's SMTP interface in one region.

    ``tls`` is ``"required"`` as on SES, ``"wrapped"`` on a port that speaks TLS from the start, and ``"none"`` for a
    listener without a certificate.
    """

    max_size = MAX_SIZE

    def __init__(self, service: MailService, client: Client, *, tls: str = "required") -> None:
        super().__init__(is_encrypted=tls == "wrapped")
        self.service = service
        self._tls = tls
        self._client = client._replace(server_id=ids.smtp_server_id())
        self.restart()

    def open(self) -> str:
        """Greet the client, or refuse the connection if a test wants that."""
        refusal = self.service.refuse_connection(self._client)
        if refusal is not None:
            self.close()
            return refusal
        return f"220 {HOST} ESMTP SimpleEmailService-{self._client.server_id} {ids.smtp_trace_id()}"

    def restart(self) -> None:
        """Forget the client's name, its user and its mail."""
        self._has_greeted = False
        self._client = self._client._replace(user=None)
        self._reset()

    def _reset(self) -> None:
        self._sender: str | None = None
        self._recipients: list[str] = []

    def obey(self, verb: str, argument: str) -> str:
        """Return the reply to a command."""
        command = getattr(self, f"_{verb.lower()}", None) if verb in _COMMANDS else None
        if command is None:
            return unconfirmed_replies.UNKNOWN_COMMAND if len(verb) >= 4 else unconfirmed_replies.BAD_SYNTAX
        if self._tls == "required" and not self.is_encrypted and verb not in _BEFORE_TLS:
            return replies.NEED_TLS
        if self._client.user is None and verb not in _BEFORE_AUTHENTICATION:
            return replies.NEED_AUTHENTICATION
        reply: str = command(argument)
        return reply

    def take_mail(self, data: bytes, *, is_too_long: bool) -> str:
        """Send a mail."""
        mail = Mail(self._sender or "", tuple(self._recipients), data)
        self._reset()
        return self.service.send(self._client, mail, is_too_long=is_too_long)

    def _ehlo(self, argument: str) -> str:
        if not argument:
            return unconfirmed_replies.HELLO_SYNTAX.format(verb="EHLO")
        self._greeted(argument)
        offers = ["8BITMIME", *(["STARTTLS"] if self._tls == "required" else []), "AUTH PLAIN LOGIN"]
        return "\r\n".join([f"250-{HOST}", *(f"250-{offer}" for offer in offers), replies.OK])

    def _helo(self, argument: str) -> str:
        if not argument:
            return unconfirmed_replies.HELLO_SYNTAX.format(verb="HELO")
        self._greeted(argument)
        return f"250 {HOST}"

    def _greeted(self, name: str) -> None:
        self._has_greeted = True
        self._reset()
        self._client = self._client._replace(host=_NOT_PRINTABLE.sub("?", name))

    def _starttls(self, argument: str) -> str:
        if argument:
            return unconfirmed_replies.NO_PARAMETERS
        if self._tls == "none":
            return unconfirmed_replies.UNKNOWN_COMMAND
        if self.is_encrypted:
            return unconfirmed_replies.TLS_IS_ACTIVE
        self.starts_tls = True
        return replies.READY_FOR_TLS

    def _auth(self, argument: str) -> str:
        if self._client.user is not None:
            return unconfirmed_replies.ALREADY_AUTHENTICATED
        mechanism, _, response = argument.partition(" ")
        if not mechanism:
            return unconfirmed_replies.AUTH_SYNTAX
        if mechanism.upper() == "PLAIN":
            return (
                self._sign_in_plain(response)
                if response
                else self.ask(replies.ASK_PLAIN, self._sign_in_plain)
            )
        if mechanism.upper() == "LOGIN":
            return (
                self._ask_password(response) if response else self.ask(replies.ASK_USER, self._ask_password)
            )
        return unconfirmed_replies.UNKNOWN_MECHANISM

    def _sign_in_plain(self, response: str) -> str:
        """Read ``[identity] NUL user NUL password``."""
        if response == "*":
            return unconfirmed_replies.AUTHENTICATION_CANCELED
        text = _decode(response)
        if text is None or text.count("\0") != 2:
            return replies.INVALID_CREDENTIALS
        _, user, password = text.split("\0")
        return self._sign_in(user, password)

    def _ask_password(self, response: str) -> str:
        if response == "*":
            return unconfirmed_replies.AUTHENTICATION_CANCELED
        user = _decode(response)

        def answer_line(line: str) -> str:
            password = _decode(line)
            if line == "*":
                return unconfirmed_replies.AUTHENTICATION_CANCELED
            if user is None or password is None:
                return replies.INVALID_CREDENTIALS
            return self._sign_in(user, password)

        return self.ask(replies.ASK_PASSWORD, answer_line)

    def _sign_in(self, user: str, password: str) -> str:
        reply = self.service.sign_in(self._client, user, password)
        if not replies.is_error(reply):
            self._client = self._client._replace(user=user)
        return reply

    def _mail(self, argument: str) -> str:
        if not self._has_greeted:
            return unconfirmed_replies.HELLO_FIRST
        if self._sender is not None:
            return replies.SENDER_IS_KNOWN
        self._sender = envelope.read_path(argument, "FROM")
        return replies.OK if self._sender is not None else replies.INVALID_SENDER

    def _rcpt(self, argument: str) -> str:
        if self._sender is None:
            return unconfirmed_replies.NEED_MAIL
        recipient = envelope.read_path(argument, "TO")
        if recipient is None:
            return replies.INVALID_RECIPIENT
        self._recipients.append(recipient)
        return replies.OK

    def _data(self, _: str) -> str:
        if self._sender is None:
            return unconfirmed_replies.NEED_MAIL
        return self.read_mail() if self._recipients else replies.NEED_RECIPIENT

    def _rset(self, _: str) -> str:
        self._reset()
        return replies.OK

    def _noop(self, _: str) -> str:
        return replies.OK

    def _quit(self, _: str) -> str:
        self.close()
        return replies.BYE

    def _vrfy(self, _: str) -> str:
        return unconfirmed_replies.COMMAND_DISABLED.format(verb="VRFY")

    def _expn(self, _: str) -> str:
        return unconfirmed_replies.COMMAND_DISABLED.format(verb="EXPN")


_COMMANDS = frozenset("AUTH DATA EHLO EXPN HELO MAIL NOOP QUIT RCPT RSET STARTTLS VRFY".split())


def _decode(text: str) -> str | None:
    """Return what a line of base64 says; None if it is none."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return None
