"""Incoming mail: whether SES accepts it, the rules and actions that run, and what they publish.

Spec: receiving.md §1, §2, §3, §4, §9, §11.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzzing.reference.receiving import Rule
    from tests.fuzzing.reference.world import World

NO_MAILBOX, NEEDS_TLS, BLOCKED, ACCEPTED = "550", "530", "554", "250"
DISPOSITIONS = {"stop-rule": "STOP_RULE", "stop-rule-set": "STOP_RULE_SET"}
"""The results of Lambda functions, by the end of their names; others return nothing."""


class Mail(NamedTuple):
    """A received email."""

    source: str
    recipients: tuple[str, ...]
    arrived: float


@dataclass
class Arrival:
    """SES's replies by recipient, the actions that run with their rules, and the notified topics in order."""

    reply: str = ACCEPTED
    refusals: dict[str, str] = field(default_factory=dict)
    rules: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def foresee(world: World, recipients: tuple[str, ...], source_ip: str, *, tls: bool) -> Arrival:
    """Predict how SES handles an email. Spec: receiving.md §1 [D], §9."""
    matches = list(_match_rules(world, recipients))
    arrival = Arrival(refusals=dict(_refuse(matches, recipients, tls=tls)))
    if not _admits(world, source_ip):
        arrival.reply = BLOCKED
    elif len(arrival.refusals) == len(recipients):
        arrival.reply = arrival.refusals[recipients[0]]
    else:
        _run_rules(arrival, matches)
    return arrival


def _admits(world: World, source_ip: str) -> bool:
    """Return whether no filter blocks an address, or one allows it. Spec: receiving.md §1 [D, I]."""
    matches = {
        each.policy
        for each in world.filters.values()
        if ip_address(source_ip) in ip_network(each.cidr, strict=False)
    }
    return "Block" not in matches or "Allow" in matches


def _match_rules(world: World, recipients: tuple[str, ...]) -> Iterator[tuple[Rule, list[str]]]:
    for rule in world.rule_sets.get(world.active_rule_set or "", []):
        matches = [address for address in recipients if _matches(world, rule, address)]
        if rule.is_enabled and matches:
            yield rule, matches


def _matches(world: World, rule: Rule, address: str) -> bool:
    """Return whether a rule is for an address. Spec: receiving.md §2 [D], choices.md §2."""
    local, _, domain = address.lower().rpartition("@")
    labels = domain.split(".")
    parents = [".".join(labels[first:]) for first in range(1, len(labels))]
    if not rule.recipients:
        identities = (world.identities.get(name) for name in (domain, *parents))
        return any(identity is not None and identity.status == "Success" for identity in identities)
    forms = {f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}", domain}
    forms |= {f".{parent}" for parent in parents}
    return not forms.isdisjoint(recipient.lower() for recipient in rule.recipients)


def _refuse(
    matches: list[tuple[Rule, list[str]]], recipients: tuple[str, ...], *, tls: bool
) -> Iterator[tuple[str, str]]:
    """Yield the recipients to which no rule applies, or whose rules require TLS. Spec: receiving.md §9 [I]."""
    for address in recipients:
        rules = [rule for rule, addresses in matches if address in addresses]
        if not rules:
            yield address, NO_MAILBOX
        elif not tls and any(rule.needs_tls for rule in rules):
            yield address, NEEDS_TLS


def _run_rules(arrival: Arrival, matches: list[tuple[Rule, list[str]]]) -> None:
    """Run the rules in order, and the actions of each in order. Spec: receiving.md §3 [D]."""
    for rule, addresses in matches:
        accepted = tuple(address for address in addresses if address not in arrival.refusals)
        if not accepted:
            continue
        arrival.rules.append((rule.name, accepted))
        if _run_actions(arrival, rule) == "STOP_RULE_SET":
            return


def _run_actions(arrival: Arrival, rule: Rule) -> str:
    for action in rule.actions:
        [(member, settings)] = action.items()
        arrival.actions.append((rule.name, TYPES.get(member, member.removesuffix("Action"))))
        if settings.get("TopicArn") is not None:
            arrival.topics.append(settings["TopicArn"])
        disposition = _find_disposition(member, settings)
        if disposition != "CONTINUE":
            return disposition
    return "CONTINUE"


def _find_disposition(member: str, settings: dict[str, Any]) -> str:
    """Return the disposition of an action, which can stop those after it. Spec: receiving.md §3 [D]."""
    if member == "StopAction":
        return "STOP_RULE_SET"
    if member == "LambdaAction" and settings.get("InvocationType") == "RequestResponse":
        return DISPOSITIONS.get(settings["FunctionArn"].rpartition(":")[2], "CONTINUE")
    return "CONTINUE"


# The types have these names in the documents. Spec: receiving.md §9 [D].
TYPES = {"WorkmailAction": "WorkMail"}
