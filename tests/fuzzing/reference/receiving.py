"""Receipt rule sets, rules and IP filters. Spec: receipt_rules.md §1, §3, §5."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SES, describe, do_nothing

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

UNKNOWN_SET, UNKNOWN_RULE = "RuleSetDoesNotExist", "RuleDoesNotExist"


@describe(SES, "CreateReceiptRuleSet")
def create_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add an empty set unless it exists. Spec: receipt_rules.md §1 [P]."""
    name = parameters["RuleSetName"]
    forecast.check((name in world.rule_sets, "AlreadyExists"))
    return lambda _: world.rule_sets.update({name: []})


@describe(SES, "CloneReceiptRuleSet")
def clone_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Copy a set; an existing target is refused before an unknown source. Spec: receipt_rules.md §1 [P]."""
    name, original = parameters["RuleSetName"], parameters["OriginalRuleSetName"]
    forecast.check((name in world.rule_sets, "AlreadyExists"))
    forecast.check((original not in world.rule_sets, UNKNOWN_SET))
    return lambda _: world.rule_sets.update({name: list(world.rule_sets[original])})


@describe(SES, "DeleteReceiptRuleSet")
def delete_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a set that is not active; an unknown one is not an error. Spec: receipt_rules.md §1 [P]."""
    name = parameters["RuleSetName"]
    forecast.check((world.active_rule_set == name, "CannotDelete"))
    return lambda _: world.rule_sets.pop(name, None)


@describe(SES, "DescribeReceiptRuleSet")
def describe_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown set. Spec: receipt_rules.md §1 [P]."""
    forecast.check((parameters["RuleSetName"] not in world.rule_sets, UNKNOWN_SET))
    return do_nothing


@describe(SES, "SetActiveReceiptRuleSet")
def activate_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Make a set the active one, or none. Spec: receipt_rules.md §1 [P]."""
    name = parameters.get("RuleSetName") or None
    forecast.check((name is not None and name not in world.rule_sets, UNKNOWN_SET))
    return lambda _: setattr(world, "active_rule_set", name)


@describe(SES, "ReorderReceiptRuleSet")
def reorder_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Put exactly the rules of a set in another order. Spec: receipt_rules.md §1 [P]."""
    name, order = parameters["RuleSetName"], parameters["RuleNames"]
    rules = world.rule_sets.get(name, [])
    forecast.check((name not in world.rule_sets, UNKNOWN_SET))
    forecast.check((max(Counter(order).values(), default=1) > 1, "InvalidParameterValue"))
    forecast.check((not set(rules) <= set(order), "InvalidParameterValue"))
    forecast.check((not set(order) <= set(rules), UNKNOWN_RULE))
    return lambda _: world.rule_sets.update({name: list(order)})


@describe(SES, "CreateReceiptRule")
def create_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Insert a rule after another, or first. Spec: receipt_rules.md §3 [P]."""
    name, after = parameters["Rule"]["Name"], parameters.get("After")
    rules = _check_set(world, parameters, forecast)
    forecast.check((name in rules, "AlreadyExists"))
    forecast.check((after is not None and after not in rules, UNKNOWN_RULE))
    return lambda _: _insert(rules, name, after)


@describe(SES, "UpdateReceiptRule")
def update_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown rule. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    forecast.check((parameters["Rule"]["Name"] not in rules, UNKNOWN_RULE))
    return do_nothing


@describe(SES, "DescribeReceiptRule")
def describe_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown rule. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    forecast.check((parameters["RuleName"] not in rules, UNKNOWN_RULE))
    return do_nothing


@describe(SES, "DeleteReceiptRule")
def delete_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a rule; an unknown one is not an error. Spec: receipt_rules.md §3 [P]."""
    rules, name = _check_set(world, parameters, forecast), parameters["RuleName"]
    return lambda _: rules.remove(name) if name in rules else None


@describe(SES, "SetReceiptRulePosition")
def move_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Move a rule after another or to the front; a move after itself does nothing. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    name, after = parameters["RuleName"], parameters.get("After")
    forecast.check((name not in rules, UNKNOWN_RULE))
    forecast.check((after is not None and after not in rules, UNKNOWN_RULE))

    def effect(_: object) -> None:
        if name != after:
            rules.remove(name)
            _insert(rules, name, after)

    return effect


def _check_set(world: World, parameters: Parameters, forecast: Forecast) -> list[str]:
    """Return the rules of a set; refuse an unknown one."""
    name = parameters["RuleSetName"]
    forecast.check((name not in world.rule_sets, UNKNOWN_SET))
    return world.rule_sets.get(name, [])


def _insert(rules: list[str], name: str, after: str | None) -> None:
    rules.insert(0 if after is None else rules.index(after) + 1, name)


@describe(SES, "CreateReceiptFilter")
def create_filter(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a filter unless it exists. Spec: receipt_rules.md §5 [P]."""
    name = parameters["Filter"]["Name"]
    forecast.check((name in world.filters, "AlreadyExists"))
    return lambda _: world.filters.add(name)


@describe(SES, "DeleteReceiptFilter")
def delete_filter(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a filter; an unknown one is not an error. Spec: receipt_rules.md §5 [P]."""
    return lambda _: world.filters.discard(parameters["FilterName"])
