"""The hosts, addresses and names in events. They are constant, because a mock connects to nothing.

Spec: events.md §6.
"""

from __future__ import annotations

from typing import NamedTuple

TLS_VERSION = "TLSv1.3"
# The IAM user that called the API.
CALLER_IDENTITY = "app-user"
# The address of that caller; all addresses here are reserved for documentation (RFC 5737).
SOURCE_IP = "203.0.113.80"
# The answer and the address of the recipient's mail server, then the address and the name of the mail client.
SMTP_RESPONSE = "250 Ok"
REMOTE_MTA_IP = "198.51.100.7"
READER_IP = "198.51.100.9"
READER_USER_AGENT = "Mozilla/5.0"
SIMULATOR = "Amazon SES Mailbox Simulator"
# The mailbox provider that forwards a complaint.
FEEDBACK_LOOP = "Example Feedback Loop (V0.01)"
# The host that reports mail that SES does not try to send.
WITHHOLDING_MTA = "amazonses.com"


class OutgoingHost(NamedTuple):
    """A host that SES sends mail from."""

    name: str
    ip_address: str


def outgoing(region: str, dedicated_ip: str | None = None) -> OutgoingHost:
    """Return the host that sends the mail of a region; its name contains the last two numbers of its IP address.

    Spec: events.md §7 [R].
    """
    first = region == "us-east-1"
    ip_address = dedicated_ip or ("54.240.48.102" if first else "23.251.240.2")
    _, _, third, fourth = ip_address.split(".")
    if first:
        return OutgoingHost(f"a{third}-{fourth}.smtp-out.amazonses.com", ip_address)
    return OutgoingHost(f"e{third}-{fourth}.smtp-out.{region}.amazonses.com", ip_address)
