"""The dialog of ``email-smtp``: clients sign in over TLS and send mail through SES. Spec: smtp.md §2."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, ClassVar

from sesmock.domain import ids
from sesmock.smtp import replies, unconfirmed_replies
from sesmock.smtp.transactions import TransactionDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from sesmock.smtp.transactions import Client, Mail, Tls

    class MailService(Protocol):
        """The SMTP service, as a dialog sees it."""

        def refuse_connection(self, client: Client) -> str | None:
            """Return the reply that refuses a connection if a test's fault applies, else None."""

        def sign_in(self, client: Client, user: str, password: str) -> str:
            """Return the reply to a user and a password."""

        def note_refusal(self, reply: str) -> None:
            """Record the reply to a refused command for hints."""

        def send(self, client: Client, mail: Mail, *, is_too_long: bool) -> str:
            """Send an email, and return the reply."""


MAX_SIZE = 40 * 1024 * 1024
"""The maximum size of an email in bytes. Spec: smtp.md §2.5 [D]."""
# The name in the greeting and in EHLO has no region. Spec: smtp.md §2.1 [U], §2.2 [U].
HOST = "email-smtp.amazonaws.com"
# SES refuses all other commands before TLS, even AUTH. Spec: smtp.md §2.3.
_BEFORE_TLS = frozenset({"EHLO", "NOOP", "QUIT", "STARTTLS"})
_BEFORE_AUTHENTICATION = _BEFORE_TLS | {"AUTH", "HELO", "RSET"}


class Submission(TransactionDialog):
    """A dialog with SES's SMTP interface in one region."""

    max_size = MAX_SIZE
    commands: ClassVar = TransactionDialog.commands | {"AUTH"}

    def __init__(self, service: MailService, client: Client, *, tls: Tls = "required") -> None:
        super().__init__(client, HOST, tls)
        self.service = service

    def open(self) -> str:
        """Greet the client, or refuse the connection if a test's fault applies."""
        refusal = self.service.refuse_connection(self.client)
        if refusal is not None:
            self.close()
            return refusal
        return f"220 {HOST} ESMTP SimpleEmailService-{self.client.server_id} {ids.make_smtp_trace_id()}"

    def restart(self) -> None:
        """Reset the client's name, user and mail."""
        super().restart()
        self.client = self.client._replace(user=None)

    def obey(self, verb: str, argument: str) -> str:
        """Return the reply to a command."""
        return self._note(super().obey(verb, argument))

    def ask(self, question: str, answer_line: Callable[[str], str]) -> str:
        """Pass the client's next line to a function, and return the prompt for it."""
        return super().ask(question, lambda line: self._note(answer_line(line)))

    def _note(self, reply: str) -> str:
        if replies.is_error(reply):
            self.service.note_refusal(reply)
        return reply

    def list_offers(self) -> list[str]:
        """Return the extensions that EHLO lists."""
        return [*super().list_offers(), "AUTH PLAIN LOGIN"]

    def guard_command(self, verb: str) -> str | None:
        """Return the reply to a command that requires TLS or a sign-in first; None if it is allowed."""
        if verb not in _BEFORE_TLS and self.tls == "required" and not self.is_encrypted:
            return replies.NEED_TLS
        if verb not in _BEFORE_AUTHENTICATION and self.client.user is None:
            return replies.NEED_AUTHENTICATION
        return None

    def take(self, mail: Mail, *, is_too_long: bool) -> str:
        """Send an email."""
        return self.service.send(self.client, mail, is_too_long=is_too_long)

    def _auth(self, argument: str) -> str:
        if self.client.user is not None:
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
        """Sign in with the response ``[identity] NUL user NUL password`` in base64, and return the reply."""
        if response == "*":
            return unconfirmed_replies.AUTHENTICATION_CANCELED
        text = _decode(response)
        if text is None or text.count("\0") != 2:
            return replies.INVALID_CREDENTIALS
        # The first field is an identity to act as (RFC 4616 §2), which has no meaning for SES.
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
        reply = self.service.sign_in(self.client, user, password)
        if not replies.is_error(reply):
            self.client = self.client._replace(user=user)
        return reply


def _decode(text: str) -> str | None:
    """Decode a line of base64; return None if it is invalid."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return None
