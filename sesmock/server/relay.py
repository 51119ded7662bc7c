"""The relay, which forwards accepted messages to an SMTP server, such as Mailpit."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from sesmock.server.courier import Refused

if TYPE_CHECKING:
    from sesmock.domain.mail.messages import SentMessage

_TIMEOUT = 10.0
_PORTS = {"smtp": 25, "smtps": 465}
_PERMANENT = 500  # replies below this are temporary, so a retry makes sense (RFC 5321 §4.2.1)


class Relay(NamedTuple):
    """The SMTP server to which messages are forwarded."""

    host: str
    port: int
    uses_tls: bool
    user: str | None
    password: str | None

    def forward(self, message: SentMessage) -> None:
        """Forward a message to all its recipients; raise `OSError` or `Refused`."""
        recipients = [each.address for each in message.recipients]
        sender = (message.return_path or message.sender).address
        try:
            with self._connect() as client:
                if self.user is not None:
                    client.login(self.user, self.password or "")
                client.sendmail(sender, recipients, message.raw)
        # All exceptions of smtplib are OSErrors. The courier retries them unless they are converted to Refused here.
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused(f"{message.message_id}: {error}") from None
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= _PERMANENT:
                raise Refused(f"{message.message_id}: {error}") from None
            raise

    def _connect(self) -> smtplib.SMTP:
        make = smtplib.SMTP_SSL if self.uses_tls else smtplib.SMTP
        return make(self.host, self.port, timeout=_TIMEOUT)


def parse_relay(url: str) -> Relay:
    """Return the relay for a URL; raise `ValueError` without showing the password."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("relay must be a URL smtp://HOST:PORT or smtps://HOST:PORT")
    user, password = parts.username, parts.password
    return Relay(
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        parts.scheme == "smtps",
        None if user is None else unquote(user),
        None if password is None else unquote(password),
    )
