"""The settings of an account besides its quota."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account_settings.account_details import AccountDetails
    from sesmock.domain.account_settings.deliverability_dashboard import Dashboard
    from sesmock.domain.account_settings.pricing import Pricing
    from sesmock.domain.account_settings.vdm import Vdm


class DeliveryMode(Word):
    """Whether mail may be sent from the shared IPs of all regions, or only from those of the account's region."""

    GLOBAL = "GLOBAL"
    REGIONAL = "REGIONAL"


@dataclass(slots=True, eq=False)
class AccountSettings:
    """Details, VDM, pricing, the dashboard and delivery; None means that a setting was never set.

    Spec: account.md §3 [U], and the documentation in botocore's model for the delivery mode of new accounts.
    """

    details: AccountDetails | None = None
    vdm: Vdm | None = None
    pricing: Pricing | None = None
    dashboard: Dashboard | None = None
    shared_pool_delivery_mode: DeliveryMode = DeliveryMode.GLOBAL
