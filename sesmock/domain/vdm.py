"""Virtual Deliverability Manager: what an account has switched on of it. Spec: v2.md §1, §17 VdmAttributes."""

from __future__ import annotations

from typing import NamedTuple


class Vdm(NamedTuple):
    """What was switched on or off; None stands for a switch that was not given."""

    enabled: bool
    engagement_metrics: bool | None = None
    optimized_shared_delivery: bool | None = None
