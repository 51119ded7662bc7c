"""Virtual Deliverability Manager: what an account has switched on of it. Spec: v2.md §1, §17 VdmAttributes."""

from __future__ import annotations

from typing import NamedTuple


class Vdm(NamedTuple):
    """What was switched on or off; what was not given is off."""

    enabled: bool
    engagement_metrics: bool = False
    optimized_shared_delivery: bool = False
