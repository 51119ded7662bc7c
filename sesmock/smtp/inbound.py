"""The dialog of ``inbound-smtp``, to which other servers deliver mail for the receipt rules. Spec: smtp.md §5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.mail import addresses
from sesmock.domain.receiving import arrival, incoming
from sesmock.smtp import replies
from sesmock.smtp.transactions import Client, Mail, TransactionDialog

if TYPE_CHECKING:
    from sesmock.domain.account import Account
    from sesmock.domain.receiving.incoming import IncomingMail
    from sesmock.smtp.transactions import Tls


class Inbound(TransactionDialog):
    """A dialog between a sending server and SES, which receives mail for one account."""

    max_size = arrival.MAX_SIZE
    takes_bounces = True

    def __init__(self, account: Account, ip_address: str, *, tls: Tls = "offered") -> None:
        name = f"inbound-smtp.{account.region}.amazonaws.com"
        super().__init__(Client(account.region, ip_address=ip_address), name, tls)
        self._account = account

    def open(self) -> str:
        """Greet the client."""
        return f"220 {self.name} ESMTP Amazon SES"

    def is_sender(self, sender: str) -> bool:
        """Return whether a sender is an address or the empty sender of a bounce."""
        return not sender or _is_address(sender)

    def refuse_recipient(self, sender: str, recipient: str) -> str | None:
        """Return the reply that refuses a recipient; None if a receipt rule accepts it from this server."""
        if not _is_address(recipient):
            return replies.INVALID_RECIPIENT
        return arrival.refuse(self._account, self._read(Mail(sender, [recipient], b"")))

    def take(self, mail: Mail, *, is_too_long: bool) -> str:
        """Run the receipt rules on an email, and return SES's reply."""
        if is_too_long:
            return unconfirmed_messages.INCOMING_MAIL_TOO_LARGE
        return arrival.receive(self._account, self._read(mail)).smtp_reply

    def _read(self, mail: Mail) -> IncomingMail:
        host = self.client.host
        envelope = incoming.EnvelopeArguments(
            recipients=mail.recipients,
            sender=mail.sender,
            source_ip=self.client.ip_address,
            host=host if incoming.is_host_name(host) else None,
            tls=self.is_encrypted,
        )
        return incoming.read(mail.data, envelope, incoming.VerdictArguments())


def _is_address(text: str) -> bool:
    try:
        addresses.parse(text)
    except InvalidParameter:
        return False
    return True
