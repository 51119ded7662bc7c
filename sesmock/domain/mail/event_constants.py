"""The hosts, addresses and names in events: nothing leaves a mock, so that they are constants. Spec: events.md §1.6."""

from __future__ import annotations

from typing import NamedTuple

TLS_VERSION = "TLSv1.3"
# Who called the API, and from where.
CALLER_IDENTITY = "app-user"
SOURCE_IP = "203.0.113.80"
# The server that took a message, and the reader behind it.
SMTP_RESPONSE = "250 Ok"
REMOTE_MTA_IP = "198.51.100.7"
READER_IP = "198.51.100.9"
READER_USER_AGENT = "Mozilla/5.0"
SIMULATOR = "Amazon SES Mailbox Simulator"
# The provider that hands on a complaint.
FEEDBACK_LOOP = "Example Feedback Loop (V0.01)"
# Where mail ends that SES does not try to send.
WITHHOLDING_MTA = "amazonses.com"


class OutgoingHost(NamedTuple):
    """A host by which SES sends."""

    name: str
    ip_address: str


def outgoing(region: str, dedicated_ip: str | None = None) -> OutgoingHost:
    """Return the host that mail of a region leaves by; its numbers are its address's. Spec: events.md §1.7 [R]."""
    first = region == "us-east-1"
    ip_address = dedicated_ip or ("54.240.48.102" if first else "23.251.240.2")
    _, _, third, fourth = ip_address.split(".")
    if first:
        return OutgoingHost(f"a{third}-{fourth}.smtp-out.amazonses.com", ip_address)
    return OutgoingHost(f"e{third}-{fourth}.smtp-out.{region}.amazonses.com", ip_address)
