"""Sign-up by email: a confirmation for the user, a notice to the staff."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import boto3
from botocore.exceptions import ClientError

SENDER = "Example Shop <hello@example.com>"
STAFF = "staff@example.com"


class MailNotAccepted(Exception):
    """SES refused the confirmation."""


@dataclass
class SignupService:
    """The users waiting for confirmation, by token, and the confirmed ones."""

    base_url: str = "https://example.com"
    waiting: dict[str, str] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)

    def sign_up(self, address: str, name: str) -> None:
        """Send a confirmation to a new user, and a notice to the staff; raise `MailNotAccepted`."""
        token = secrets.token_urlsafe(16)
        link = f"{self.base_url}/confirm/{token}"
        try:
            self._write(
                address, f"Welcome, {name}", f"Please confirm: {link}", f'<a href="{link}">Confirm</a>'
            )
        except ClientError as error:
            raise MailNotAccepted(address) from error
        self.waiting[token] = address
        self._notify(f"{name} <{address}> signed up")

    def confirm(self, token: str) -> str:
        """Confirm the user with this token, and return the address."""
        address = self.waiting.pop(token)
        self.confirmed.append(address)
        return address

    def _write(self, address: str, subject: str, text: str, html: str) -> None:
        body = {"Text": {"Data": text}, "Html": {"Data": html}}
        boto3.client("sesv2").send_email(
            FromEmailAddress=SENDER,
            Destination={"ToAddresses": [address]},
            Content={"Simple": {"Subject": {"Data": subject}, "Body": body}},
            EmailTags=[{"Name": "kind", "Value": "confirmation"}],
        )

    def _notify(self, line: str) -> None:
        """Send a notice to the staff; this part of the application still uses SES v1."""
        boto3.client("ses").send_email(
            Source=SENDER,
            Destination={"ToAddresses": [STAFF]},
            Message={"Subject": {"Data": "New user"}, "Body": {"Text": {"Data": line}}},
        )
