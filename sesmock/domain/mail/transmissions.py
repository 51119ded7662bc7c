"""The settings with which SES delivers a message, fixed when it is sent."""

from __future__ import annotations

from typing import NamedTuple


class Transmission(NamedTuple):
    """The delivery settings that a message gets from its configuration set and account; None means SES's default.

    ``sending_pool`` is the pool of dedicated IPs that sends the message, ``dedicated_ip`` one of its addresses. SES
    gives up after ``max_delivery_seconds``. ``archive`` is the ARN of the archive that keeps the message,
    ``signed_by`` is the ARN of the certificate that SES would sign it with. ``engagement_metrics`` and
    ``optimized_shared_delivery`` are the Virtual Deliverability Manager features that are enabled.
    """

    sending_pool: str | None = None
    dedicated_ip: str | None = None
    requires_tls: bool = False
    max_delivery_seconds: int | None = None
    archive: str | None = None
    signed_by: str | None = None
    engagement_metrics: bool = False
    optimized_shared_delivery: bool = False


DEFAULT = Transmission()
"""The transmission of a message without a configuration set, in an account without dedicated IPs or VDM."""
