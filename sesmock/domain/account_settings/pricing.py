"""Pricing plans of an account. Spec: the texts of botocore's SES v2 model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import clock
from sesmock.domain.account_settings import account_details
from sesmock.domain.errors import Conflict
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from sesmock.domain.account import Account


class Plan(Word):
    """A pricing plan; the members are in ascending order of size."""

    NONE = "NONE"
    ESSENTIALS = "ESSENTIALS"
    PRO = "PRO"
    ENTERPRISE = "ENTERPRISE"


# The members of Plan are in ascending order.
_BY_SIZE = tuple(Plan)


class Pricing(NamedTuple):
    """A plan, and the next one, if any, with its start in seconds since 1970."""

    plan: Plan
    next_plan: Plan | None = None
    changes_at: float = 0.0


def get_current(account: Account) -> Pricing:
    """Return the current plans of an account."""
    pricing = account.settings.pricing
    if pricing is None:
        return Pricing(_default_plan(account))
    if pricing.next_plan is not None and account.world.clock.time() >= pricing.changes_at:
        return Pricing(pricing.next_plan)
    return pricing


def choose(account: Account, plan: Plan) -> None:
    """Choose a plan: a larger one takes effect immediately, a smaller one next month.

    The first change from the default plan also takes effect immediately. Raise `Conflict` while account details are
    under review [D]. Spec: account.md §3 [U].
    """
    if account_details.is_under_review(account):
        raise Conflict
    current_plan = get_current(account).plan
    if account.settings.pricing is None or _BY_SIZE.index(plan) >= _BY_SIZE.index(current_plan):
        account.settings.pricing = Pricing(plan)
    else:
        account.settings.pricing = Pricing(
            current_plan, plan, clock.find_next_month(account.world.clock.time())
        )


def _default_plan(account: Account) -> Plan:
    """Return the default plan: new accounts, which start in the sandbox, have the smallest one."""
    return Plan.ESSENTIALS if account.world.options.sandbox else Plan.NONE
