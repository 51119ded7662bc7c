"""The rules of a rule set. Spec: receipt_rules.md §3."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sesmock.domain.configuration_sets.options import TlsPolicy
from sesmock.domain.receiving import action_checks, conditions, receipt_names, rule_sets
from sesmock.domain.receiving.errors import RuleAlreadyExists, RuleDoesNotExist, TooManyRules
from sesmock.domain.receiving.reports import setup_mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.receiving.actions import Action
    from sesmock.domain.receiving.rule_sets import RuleSet

MAX_RULES = 200  # Spec: account.md §2 [D]


@dataclass(frozen=True, slots=True)
class Rule:
    """The conditions and actions of a rule; ``recipients`` is None if the rule has no conditions.

    Defaults: receipt_rules.md §3 [P].
    """

    name: str
    enabled: bool = False
    scan_enabled: bool = False
    tls_policy: TlsPolicy = TlsPolicy.OPTIONAL
    recipients: tuple[str, ...] | None = None
    actions: tuple[Action, ...] = ()


def create(
    account: Account, set_name: str, rule: Rule, actions: Sequence[Action | None], after: str | None
) -> None:
    """Add a rule after another rule, or at the front; raise the first error in SES's order of checks.

    None in ``actions`` stands for an action without exactly one type. Spec: receipt_rules.md §3 [P].
    """
    rule = _normalize(rule)
    rule_set = rule_sets.get(account, set_name)
    if _find(rule_set, rule.name) is not None:
        raise RuleAlreadyExists(rule.name)
    if len(rule_set.rules) >= MAX_RULES:
        raise TooManyRules
    # Without "After", SES inserts at the front. Spec: receipt_rules.md §7 [U].
    position = 0 if after is None else _position(rule_set, after) + 1
    rule_set.rules.insert(position, _with_actions(account, rule, actions))


def update(account: Account, set_name: str, rule: Rule, actions: Sequence[Action | None]) -> None:
    """Replace a rule in place; raise the first error in SES's order of checks.

    Spec: receipt_rules.md §3 [P].
    """
    rule = _normalize(rule)
    rule_set = rule_sets.get(account, set_name)
    position = _position(rule_set, rule.name)
    rule_set.rules[position] = _with_actions(account, rule, actions)


def get(account: Account, set_name: str, name: str) -> Rule:
    """Return the rule with a name in a set; raise `RuleSetDoesNotExist` or `RuleDoesNotExist` if there is none."""
    rule_set = rule_sets.get(account, set_name)
    return rule_set.rules[_position(rule_set, name)]


def delete(account: Account, set_name: str, name: str) -> None:
    """Remove a rule, if it exists; raise `RuleSetDoesNotExist` for an unknown set. Spec: receipt_rules.md §3 [P]."""
    rule_set = rule_sets.get(account, set_name)
    rule_set.rules = [rule for rule in rule_set.rules if rule.name != name]


def move(account: Account, set_name: str, name: str, after: str | None) -> None:
    """Move a rule after another rule, or to the front; a rule moved after itself stays in place.

    Raise `RuleSetDoesNotExist` or `RuleDoesNotExist`. Spec: receipt_rules.md §3 [P].
    """
    rule_set = rule_sets.get(account, set_name)
    rule = rule_set.rules[_position(rule_set, name)]
    # SES looks for the rule first, then for the rule after which it moves. Spec: receipt_rules.md §3 [P].
    if after is not None:
        _position(rule_set, after)
    if after != name:
        others = [other for other in rule_set.rules if other is not rule]
        position = next((place for place, other in enumerate(others, 1) if other.name == after), 0)
        others.insert(position, rule)
        rule_set.rules = others


def _normalize(rule: Rule) -> Rule:
    receipt_names.check_rule_name(rule.name)
    # SES returns an absent list as absent, but an empty list as empty. Spec: receipt_rules.md §3 [R, E].
    if rule.recipients is None:
        return rule
    return replace(rule, recipients=conditions.normalize(rule.recipients))


def _with_actions(account: Account, rule: Rule, actions: Sequence[Action | None]) -> Rule:
    """Return a rule with checked actions, and publish setup mail to their topics."""
    action_checks.check(account, actions)
    rule = replace(rule, actions=tuple(action for action in actions if action is not None))
    for action in rule.actions:
        setup_mail.publish(account, action)
    return rule


def _find(rule_set: RuleSet, name: str) -> int | None:
    return next((place for place, rule in enumerate(rule_set.rules) if rule.name == name), None)


def _position(rule_set: RuleSet, name: str) -> int:
    position = _find(rule_set, name)
    if position is None:
        raise RuleDoesNotExist(name)
    return position
