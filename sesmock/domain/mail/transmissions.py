"""How a message leaves, as its configuration set and its account said when it was sent."""

from __future__ import annotations

from typing import NamedTuple


class Transmission(NamedTuple):
    """What was decided of the way of a message; None is what SES does by itself.

    ``sending_pool`` is the pool of dedicated IPs that it leaves by, ``dedicated_ip`` one of its addresses.
    """

    sending_pool: str | None = None
    dedicated_ip: str | None = None


DEFAULT = Transmission()
"""The way of a message without a configuration set, in an account without dedicated IPs."""
