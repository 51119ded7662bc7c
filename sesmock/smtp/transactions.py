"""The commands that all of SES's SMTP servers share: greeting, encryption and the transfer of mail.

Spec: smtp.md §2.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from sesmock.domain import ids
from sesmock.smtp import envelope, replies, unconfirmed_replies
from sesmock.smtp.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

Tls = Literal["required", "offered", "wrapped", "none"]
"""Whether STARTTLS is required or offered, the connection uses TLS from the start, or there is no TLS."""

_NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")


class Client(NamedTuple):
    """The client: its address, the region of the host it connected to, and its user.

    ``read_timeout`` is the time that the client waits for a reply, in seconds; None means no limit.
    """

    region: str
    host: str = "client.example.org"
    ip_address: str = "203.0.113.80"
    user: str | None = None
    server_id: str = ""
    read_timeout: float | None = None


class Mail(NamedTuple):
    """An email with its envelope; the sender of a bounce is empty."""

    sender: str
    recipients: Sequence[str]
    data: bytes


class TransactionDialog(Dialog):
    """A dialog in which a client transfers mail. A subclass decides what is allowed, and processes the mail."""

    commands: ClassVar = frozenset("DATA EHLO EXPN HELO MAIL NOOP QUIT RCPT RSET STARTTLS VRFY".split())
    takes_bounces = False
    """Whether the sender may be empty."""

    def __init__(self, client: Client, name: str, tls: Tls) -> None:
        super().__init__(is_encrypted=tls == "wrapped")
        self.name = name
        self.tls = tls
        self.client = client._replace(server_id=ids.make_smtp_server_id())
        self.restart()

    def restart(self) -> None:
        """Reset the client's name and its mail."""
        self._has_greeted = False
        self._reset()

    def _reset(self) -> None:
        self._sender: str | None = None
        self._recipients: list[str] = []

    # The methods of subclasses.

    def list_offers(self) -> list[str]:
        """Return the extensions that EHLO lists."""
        # SES still lists STARTTLS after STARTTLS. Spec: smtp.md §2.2 [U].
        return ["8BITMIME", *(["STARTTLS"] if self.tls in {"required", "offered"} else [])]

    def guard_command(self, verb: str) -> str | None:
        """Return the reply to a command that is not allowed yet; None if it is allowed."""

    def is_sender(self, sender: str) -> bool:
        """Return whether a sender that looks like an address is accepted."""
        return bool(sender) or self.takes_bounces

    def refuse_recipient(self, sender: str, recipient: str) -> str | None:
        """Return the reply to a recipient that is refused; None if it is accepted."""

    @abstractmethod
    def take(self, mail: Mail, *, is_too_long: bool) -> str:
        """Return the reply to an email; its data is empty if it is too long."""

    # Commands.

    def obey(self, verb: str, argument: str) -> str:
        """Return the reply to a command."""
        # Words of fewer than four letters get a different reply. Spec: smtp.md §2.7 [I].
        if verb not in self.commands:
            return unconfirmed_replies.UNKNOWN_COMMAND if len(verb) >= 4 else unconfirmed_replies.BAD_SYNTAX
        refusal = self.guard_command(verb)
        if refusal is not None:
            return refusal
        reply: str = getattr(self, f"_{verb.lower()}")(argument)
        return reply

    def take_mail(self, data: bytes, *, is_too_long: bool) -> str:
        """Process an email, and expect MAIL before the next one."""
        mail = Mail(self._sender or "", tuple(self._recipients), data)
        self._reset()
        return self.take(mail, is_too_long=is_too_long)

    def _ehlo(self, argument: str) -> str:
        if not argument:
            return unconfirmed_replies.HELLO_SYNTAX.format(verb="EHLO")
        self._greet_client(argument)
        return "\r\n".join(
            [f"250-{self.name}", *(f"250-{offer}" for offer in self.list_offers()), replies.OK]
        )

    def _helo(self, argument: str) -> str:
        if not argument:
            return unconfirmed_replies.HELLO_SYNTAX.format(verb="HELO")
        self._greet_client(argument)
        return f"250 {self.name}"

    def _greet_client(self, name: str) -> None:
        self._has_greeted = True
        self._reset()
        # The name goes into the Received field, where a line break would start another field.
        self.client = self.client._replace(host=_NOT_PRINTABLE.sub("?", name))

    def _starttls(self, argument: str) -> str:
        if argument:
            return unconfirmed_replies.NO_PARAMETERS
        if self.tls == "none":
            return unconfirmed_replies.UNKNOWN_COMMAND
        if self.is_encrypted:
            return unconfirmed_replies.TLS_IS_ACTIVE
        self.starts_tls = True
        return replies.READY_FOR_TLS

    def _mail(self, argument: str) -> str:
        if not self._has_greeted:
            return unconfirmed_replies.HELLO_FIRST
        if self._sender is not None:
            return replies.SENDER_IS_KNOWN
        sender = envelope.read_path(argument, "FROM", may_be_empty=self.takes_bounces)
        if sender is None or not self.is_sender(sender):
            return replies.INVALID_SENDER
        self._sender = sender
        return replies.OK

    def _rcpt(self, argument: str) -> str:
        if self._sender is None:
            return unconfirmed_replies.NEED_MAIL
        recipient = envelope.read_path(argument, "TO")
        if recipient is None:
            return replies.INVALID_RECIPIENT
        refusal = self.refuse_recipient(self._sender, recipient)
        if refusal is not None:
            return refusal
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
