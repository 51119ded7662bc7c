"""Receipt rule sets, rules and IP filters. Spec: receipt_rules.md §1, §3, §5."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzzing.reference.rules import SES, describe, do_nothing
from tests.fuzzing.reference.sending import is_verified

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

UNKNOWN_SET, UNKNOWN_RULE = "RuleSetDoesNotExist", "RuleDoesNotExist"
MOST_ACTIONS = 10


@dataclass(frozen=True)
class Rule:
    """A receipt rule; ``recipients`` is None if the request omitted them. Spec: receipt_rules.md §3."""

    name: str
    is_enabled: bool = False
    needs_tls: bool = False
    is_scanned: bool = False
    recipients: tuple[str, ...] | None = None
    actions: tuple[dict[str, Any], ...] = ()


class Filter(NamedTuple):
    """An IP filter."""

    policy: str
    cidr: str


def read_rule(rule: dict[str, Any]) -> Rule:
    """Return a rule as a request or an answer describes it; recipients are in lower case and sorted."""
    recipients = rule.get("Recipients")
    return Rule(
        rule["Name"],
        rule.get("Enabled", False),
        rule.get("TlsPolicy", "Optional") == "Require",
        rule.get("ScanEnabled", False),
        None if recipients is None else tuple(sorted({recipient.lower() for recipient in recipients})),
        tuple(map(_fill_in, rule.get("Actions", []))),
    )


def _fill_in(action: dict[str, Any]) -> dict[str, Any]:
    """Return an action with the defaults that a response fills in. Spec: receipt_rules.md §3, receiving.md §11 [D]."""
    defaults: dict[str, dict[str, Any]] = {
        "SNSAction": {"Encoding": "UTF-8"},
        "LambdaAction": {"InvocationType": "Event"},
    }
    return {member: {**defaults.get(member, {}), **settings} for member, settings in action.items()}


def _find(rules: list[Rule], name: str | None) -> int | None:
    return next((index for index, rule in enumerate(rules) if rule.name == name), None)


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
    """Make a set active, or deactivate the active one. Spec: receipt_rules.md §1 [P]."""
    name = parameters.get("RuleSetName") or None
    forecast.check((name is not None and name not in world.rule_sets, UNKNOWN_SET))
    return lambda _: setattr(world, "active_rule_set", name)


@describe(SES, "ReorderReceiptRuleSet")
def reorder_set(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Reorder the rules of a set; the new order must contain exactly these rules. Spec: receipt_rules.md §1 [P]."""
    name, order = parameters["RuleSetName"], parameters["RuleNames"]
    rules = {rule.name: rule for rule in world.rule_sets.get(name, [])}
    forecast.check((name not in world.rule_sets, UNKNOWN_SET))
    forecast.check((max(Counter(order).values(), default=1) > 1, "InvalidParameterValue"))
    forecast.check((not rules.keys() <= set(order), "InvalidParameterValue"))
    forecast.check((not set(order) <= rules.keys(), UNKNOWN_RULE))
    return lambda _: world.rule_sets.update({name: [rules[each] for each in order]})


@describe(SES, "CreateReceiptRule")
def create_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Insert a rule after another, or first. Spec: receipt_rules.md §3 [P]."""
    rule, after = read_rule(parameters["Rule"]), parameters.get("After")
    rules = _check_set(world, parameters, forecast)
    forecast.check((_find(rules, rule.name) is not None, "AlreadyExists"))
    forecast.check((after is not None and _find(rules, after) is None, UNKNOWN_RULE))
    _check_actions(world, rule, forecast)
    return lambda _: _insert(rules, rule, after)


@describe(SES, "UpdateReceiptRule")
def update_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Replace a rule without moving it; refuse an unknown one. Spec: receipt_rules.md §3 [P]."""
    rule, rules = read_rule(parameters["Rule"]), _check_set(world, parameters, forecast)
    index = _find(rules, rule.name)
    forecast.check((index is None, UNKNOWN_RULE))
    _check_actions(world, rule, forecast)
    return lambda _: None if index is None else rules.__setitem__(index, rule)


def _check_actions(world: World, rule: Rule, forecast: Forecast) -> None:
    """Refuse too many actions, and bounces from a sender who is not verified. Spec: receipt_rules.md §3, §4."""
    forecast.check((len(rule.actions) > MOST_ACTIONS, "LimitExceeded"))
    senders = [action["BounceAction"]["Sender"] for action in rule.actions if "BounceAction" in action]
    is_unverified = not all(is_verified(world, sender) for sender in senders)
    forecast.check((is_unverified, "InvalidParameterValue"))


@describe(SES, "DescribeReceiptRule")
def describe_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Refuse an unknown rule. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    index = _find(rules, parameters["RuleName"])
    forecast.check((index is None, UNKNOWN_RULE))
    if index is not None:
        forecast.expect("rule", lambda answer: read_rule(answer["Rule"]), rules[index])
    return do_nothing


@describe(SES, "DeleteReceiptRule")
def delete_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a rule; an unknown one is not an error. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    index = _find(rules, parameters["RuleName"])
    return lambda _: None if index is None else rules.pop(index)


@describe(SES, "SetReceiptRulePosition")
def move_rule(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Move a rule after another or to the front; a move after itself does nothing. Spec: receipt_rules.md §3 [P]."""
    rules = _check_set(world, parameters, forecast)
    name, after = parameters["RuleName"], parameters.get("After")
    index = _find(rules, name)
    forecast.check((index is None, UNKNOWN_RULE))
    forecast.check((after is not None and _find(rules, after) is None, UNKNOWN_RULE))

    def effect(_: object) -> None:
        if name != after and index is not None:
            _insert(rules, rules.pop(index), after)

    return effect


def _check_set(world: World, parameters: Parameters, forecast: Forecast) -> list[Rule]:
    """Return the rules of a set; refuse an unknown one."""
    name = parameters["RuleSetName"]
    forecast.check((name not in world.rule_sets, UNKNOWN_SET))
    return world.rule_sets.get(name, [])


def _insert(rules: list[Rule], rule: Rule, after: str | None) -> None:
    index = _find(rules, after)
    rules.insert(0 if index is None else index + 1, rule)


@describe(SES, "CreateReceiptFilter")
def create_filter(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Add a filter unless it exists. Spec: receipt_rules.md §5 [P]."""
    name, ip_filter = parameters["Filter"]["Name"], parameters["Filter"]["IpFilter"]
    forecast.check((name in world.filters, "AlreadyExists"))
    return lambda _: world.filters.update({name: Filter(ip_filter["Policy"], ip_filter["Cidr"])})


@describe(SES, "DeleteReceiptFilter")
def delete_filter(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Remove a filter; an unknown one is not an error. Spec: receipt_rules.md §5 [P]."""
    return lambda _: world.filters.pop(parameters["FilterName"], None)
