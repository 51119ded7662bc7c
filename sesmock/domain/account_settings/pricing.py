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


_BY_SIZE = tuple(Plan)


class Pricing(NamedTuple):
    """The current plan, and the plan that replaces it at ``changes_at`` (seconds since 1970), if any."""

    plan: Plan
    next_plan: Plan | None = None
    changes_at: float = 0.0


def get_current(account: Account) -> Pricing:
    """Return the current plan of an account, and the next one, if any."""
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
    # Without an earlier choice, the account is on its default plan. Spec: account.md §3 [U].
    if account.settings.pricing is None or _BY_SIZE.index(plan) >= _BY_SIZE.index(current_plan):
        account.settings.pricing = Pricing(plan)
    else:
        account.settings.pricing = Pricing(
            current_plan, plan, clock.find_next_month(account.world.clock.time())
        )


def _default_plan(account: Account) -> Plan:
    """Return the default plan: ESSENTIALS for a new account, which is one that starts in the sandbox.

    Spec: account.md §3 [U]; choices.md §1 [I].
    """
    return Plan.ESSENTIALS if account.world.options.sandbox else Plan.NONE
