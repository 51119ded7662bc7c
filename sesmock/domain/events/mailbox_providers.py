"""The mailbox providers, which SES calls ISPs, by the domain of the recipient; their names are inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.mail.addresses import Address

_DOMAINS = {
    "aol.com": "AOL",
    "gmail.com": "Gmail",
    "gmx.de": "GMX",
    "gmx.net": "GMX",
    "googlemail.com": "Gmail",
    "hotmail.com": "Hotmail",
    "icloud.com": "iCloud",
    "live.com": "Hotmail",
    "mac.com": "iCloud",
    "me.com": "iCloud",
    "msn.com": "Hotmail",
    "outlook.com": "Hotmail",
    "yahoo.com": "Yahoo",
}
UNKNOWN = "UNKNOWN_ISP"
"""SES's name for the provider of any other mailbox. Spec: events.md §6 [U, D]."""
CATALOG = (*dict.fromkeys(_DOMAINS.values()), UNKNOWN)
"""The providers that SES distinguishes."""
WITH_FEEDBACK_LOOP = frozenset({"AOL", "Hotmail", "Yahoo"})
"""The providers that report complaints to senders."""


def find_provider(recipient: Address) -> str:
    """Return the provider of a mailbox, or `UNKNOWN`."""
    return _DOMAINS.get(recipient.domain.lower(), UNKNOWN)
