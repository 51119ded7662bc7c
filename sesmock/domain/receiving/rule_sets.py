"""Rule sets; at most one set of an account is active. Spec: receipt_rules.md §1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sesmock.domain.receiving import receipt_names
from sesmock.domain.receiving.availability import require_receiving
from sesmock.domain.receiving.errors import (
    DuplicatePosition,
    MissingPositions,
    RuleDoesNotExist,
    RuleSetAlreadyExists,
    RuleSetDoesNotExist,
    RuleSetIsActive,
    TooManyRuleSets,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.receiving.rules import Rule

MAX_RULE_SETS = 40  # Spec: account.md §2 [D]


@dataclass(slots=True)
class RuleSet:
    """Rules in the order in which they run; ``created_at`` is in seconds since 1970."""

    name: str
    created_at: float
    rules: list[Rule] = field(default_factory=list)
    active: bool = False


def create(account: Account, name: str) -> None:
    """Add an empty, inactive rule set; raise `RuleSetAlreadyExists`, `TooManyRuleSets` or `InvalidParameter`."""
    require_receiving(account)
    receipt_names.check_rule_set_name(name)
    _add(account, name, ())


def clone(account: Account, name: str, original: str) -> None:
    """Add an inactive copy of a rule set; raise the errors of `create`, or `RuleSetDoesNotExist`.

    Spec: receipt_rules.md §1 [P, R].
    """
    require_receiving(account)
    # SES checks the spelling of the original first, but reports an existing new name before a missing original.
    # Spec: receipt_rules.md §1 [P].
    receipt_names.check_rule_set_name(original)
    receipt_names.check_rule_set_name(name)
    _require_new(account, name)
    _add(account, name, get(account, original).rules)


def get(account: Account, name: str) -> RuleSet:
    """Return the rule set with a name; raise `RuleSetDoesNotExist` if there is none."""
    require_receiving(account)
    receipt_names.check_rule_set_name(name)
    rule_set = account.receiving.rule_sets.get(name)
    if rule_set is None:
        raise RuleSetDoesNotExist(name)
    return rule_set


def delete(account: Account, name: str) -> None:
    """Remove a rule set and its rules, if it exists; raise `RuleSetIsActive` for the active set.

    Spec: receipt_rules.md §1 [P].
    """
    require_receiving(account)
    receipt_names.check_rule_set_name(name)
    rule_set = account.receiving.rule_sets.get(name)
    if rule_set is not None:
        if rule_set.active:
            raise RuleSetIsActive(name)
        del account.receiving.rule_sets[name]


def list_rule_sets(account: Account) -> list[RuleSet]:
    """Return the rule sets, oldest first. Spec: paging.md §3 [E]."""
    require_receiving(account)
    return list(account.receiving.rule_sets.values())


def find_active(account: Account) -> RuleSet | None:
    """Return the active rule set, or None if there is none."""
    return next((rule_set for rule_set in account.receiving.rule_sets.values() if rule_set.active), None)


def activate(account: Account, name: str | None) -> None:
    """Activate a rule set, or deactivate the active one for None; raise `RuleSetDoesNotExist` for an unknown name."""
    require_receiving(account)
    next_active = get(account, name) if name else None
    for rule_set in account.receiving.rule_sets.values():
        rule_set.active = rule_set is next_active


def reorder(account: Account, name: str, rule_names: Sequence[str]) -> None:
    """Reorder the rules of a set by a list that contains each of their names once.

    Raise `RuleSetDoesNotExist` for an unknown set, `InvalidParameter` for a list that lacks or repeats a rule, or
    `RuleDoesNotExist` for the first unknown rule. Spec: receipt_rules.md §1 [P].
    """
    rule_set = get(account, name)
    rules = {rule.name: rule for rule in rule_set.rules}
    duplicate = next((each for each, count in Counter(rule_names).items() if count > 1), None)
    if duplicate is not None:
        raise DuplicatePosition(duplicate)
    missing = rules.keys() - set(rule_names)
    if missing:
        raise MissingPositions([each for each in rules if each in missing])
    for each in rule_names:
        if each not in rules:
            raise RuleDoesNotExist(each)
    rule_set.rules = [rules[each] for each in rule_names]


def _require_new(account: Account, name: str) -> None:
    if name in account.receiving.rule_sets:
        raise RuleSetAlreadyExists(name)


def _add(account: Account, name: str, rules: Sequence[Rule]) -> None:
    _require_new(account, name)
    if len(account.receiving.rule_sets) >= MAX_RULE_SETS:
        raise TooManyRuleSets
    account.receiving.rule_sets[name] = RuleSet(name, account.world.clock.time(), list(rules))
