"""The Virtual Deliverability Manager settings of an account.

Spec: account.md §3; configuration_sets.md §2.
"""

from __future__ import annotations

from typing import NamedTuple


class Vdm(NamedTuple):
    """The enabled features; features that are not set are disabled."""

    enabled: bool
    engagement_metrics: bool = False
    optimized_shared_delivery: bool = False
