"""Run rules on an email: one rule after the other, and the actions of each in order. Spec: receiving.md §1, §3."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sesmock.domain.receiving import action_runs
from sesmock.domain.receiving.action_runs import Disposition
from sesmock.domain.receiving.received import ActionRun, RuleRun
from sesmock.domain.receiving.reports.documents import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.receiving.received import Received
    from sesmock.domain.receiving.rules import Rule

Result = TypeVar("Result")


class MatchingRule(NamedTuple):
    """A rule, and the recipients of an email that match it."""

    rule: Rule
    recipients: tuple[Address, ...]


def run(received: Received, rules: Iterable[MatchingRule]) -> None:
    """Run rules on an email until one stops the set; then raise the first error in the test's own code, if any."""
    errors: list[Exception] = []
    for match in rules:
        if _run_rule(received, match, errors) is Disposition.STOP_RULE_SET:
            break
    if errors:
        raise errors[0]


def _run_rule(received: Received, match: MatchingRule, errors: list[Exception]) -> Disposition:
    """Run the actions of a rule until one stops the rule or the set."""
    rule = match.rule
    receipt = Receipt(match.recipients, received.verdicts, rule.scan_enabled)
    rule_run = RuleRun(rule.name, match.recipients)
    received.begin(rule_run)
    for action in rule.actions:
        action_run = ActionRun(rule.name, action)
        rule_run.actions.append(action_run)
        disposition = _run_action(received, receipt, action_run, errors)
        if disposition is not Disposition.CONTINUE:
            return disposition
    return Disposition.CONTINUE


def _run_action(
    received: Received, receipt: Receipt, action_run: ActionRun, errors: list[Exception]
) -> Disposition:
    """Run an action and notify its topic; the rules continue if a function raises an error."""
    disposition = _attempt(partial(action_runs.run, received, receipt, action_run), action_run, errors)
    _attempt(partial(action_runs.notify, received, receipt, action_run), action_run, errors)
    return disposition or Disposition.CONTINUE


def _attempt(step: Callable[[], Result], action_run: ActionRun, errors: list[Exception]) -> Result | None:
    """Return the result of a step of an action; keep an error until all rules have run."""
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - raised after all rules have run
        action_run.error = error
        errors.append(error)
        return None
