"""How a message leaves, as its configuration set and its account said when it was sent."""

from __future__ import annotations

from typing import NamedTuple


class Transmission(NamedTuple):
    """What was decided of the way of a message; None is what SES does by itself.

    ``sending_pool`` is the pool of dedicated IPs that it leaves by, ``dedicated_ip`` one of its addresses. SES gives up
    after ``max_delivery_seconds``. ``archive`` is the ARN of the archive that keeps it, ``signed_by`` that of the
    certificate that SES would sign it with.
    ``engagement_metrics`` and ``optimized_shared_delivery`` are the parts of Virtual Deliverability Manager that count.
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
"""The way of a message without a configuration set, in an account without dedicated IPs and VDM."""
