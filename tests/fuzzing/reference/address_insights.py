"""SES's verdicts on an address before mail is sent to it. Spec: insights.md §3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing
from tests.fuzzing.reference.world import SIMULATOR

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

PLAIN = re.compile(r"[A-Za-z0-9.+_-]+@([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
ROLES = frozenset("abuse admin contact help info noreply postmaster sales support webmaster".split())
RANKS = ("LOW", "MEDIUM", "HIGH")
CHECKS = ("HasValidSyntax", "HasValidDnsRecords", "MailboxExists", "IsRoleAddress", "IsRandomInput")


@describe(SESV2, "GetEmailAddressInsights")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Judge an address; refuse only an empty one. Spec: insights.md §3 [D, I]."""
    address = parameters["EmailAddress"]
    forecast.check((not address, "BadRequestException"))
    # Only plain addresses and strings without an @ are certain; SES's grammar is larger.
    if PLAIN.fullmatch(address) or "@" not in address:
        forecast.expect("verdicts", _read, judge(world, address))
    return do_nothing


def judge(world: World, address: str) -> tuple[str, ...]:
    """Return the verdict on an address, and those of `CHECKS`. Spec: insights.md §3 [D, I], choices.md §3."""
    if "@" not in address:
        return ("LOW",) * (1 + len(CHECKS))
    local, _, domain = address.lower().rpartition("@")
    domain_confidence = world.confidences.get(domain, "HIGH")
    valid = world.confidences.get(address, domain_confidence)
    if domain == SIMULATOR and local.partition("+")[0] == "bounce":
        valid = "LOW"
    role = "HIGH" if local.partition("+")[0] in ROLES else "LOW"
    return valid, "HIGH", _limit(domain_confidence), _limit(valid), role, "LOW"


def _limit(verdict: str) -> str:
    """Return a verdict of at most MEDIUM, as SES examines nothing that could say more. Spec: insights.md §3 [D]."""
    return min(verdict, "MEDIUM", key=RANKS.index)


def _read(answer: dict[str, Any]) -> tuple[str, ...]:
    validation = answer["MailboxValidation"]
    checks = [validation["IsValid"], *(validation["Evaluations"][name] for name in CHECKS)]
    return tuple(check["ConfidenceVerdict"] for check in checks)
