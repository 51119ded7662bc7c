"""Recommendations: those that SES derives from the state of an account, and those that a test adds.

Spec: reputation.md §2.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sesmock.domain import unconfirmed_messages
from sesmock.domain.identities.dkim import EasyKey
from sesmock.domain.identities.verification_states import VerificationStatus
from sesmock.domain.reputation import findings
from sesmock.domain.reputation.errors import InvalidFilterCombination
from sesmock.domain.reputation.recommendation import (
    NO_DKIM,
    Impact,
    Recommendation,
    RecommendationStatus,
    RecommendationType,
)
from sesmock.domain.reputation.volumes import PERIOD_IN_DAYS, Volume

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.identities.identities import Identity

KEPT_DAYS = 30
"""The number of days for which a fixed recommendation stays listed. Spec: reputation.md §2 [D]."""
_DAY = 24 * 3600.0
# The pairs of filters that SES accepts; a single filter may be of any kind. Spec: reputation.md §2 [D].
_PAIRS = ({"STATUS", "IMPACT"}, {"STATUS", "TYPE"})
# Sentences of VDM's advisor. Spec: reputation.md §2 [D]; their impact is inferred.
_SHORT_KEY = "DKIM signing key length is below 2048 bits."
_FAILED_DKIM = "DKIM verification has failed."
_NO_DKIM_RECORD = "DKIM record was not found."
_NO_SPF_RECORD = "SPF record for Amazon SES was not found."


class Advice(NamedTuple):
    """A problem in the state of an account; ``topic`` distinguishes problems of the same type."""

    arn: str
    type: RecommendationType
    topic: str
    description: str
    impact: Impact


def check_filter(filters: Mapping[str, str]) -> None:
    """Refuse filters that cannot be combined; raise `InvalidFilterCombination`.

    Spec: reputation.md §2 [D].
    """
    if len(filters) > 1 and set(filters) not in _PAIRS:
        raise InvalidFilterCombination


def select(account: Account, filters: Mapping[str, str]) -> list[Recommendation]:
    """Review the account and return the recommendations that match all filters, newest first."""
    # Problems are detected when recommendations are listed. Spec: choices.md §3.
    review(account)
    recommendations = account.reputation.recommendations
    matches = [each for each in reversed(recommendations) if _matches(each, filters)]
    return sorted(matches, key=lambda each: each.created_at, reverse=True)


def review(account: Account) -> None:
    """Open recommendations for new problems, mark those without a problem as FIXED, and forget old ones."""
    clock, reputation = account.world.clock, account.reputation
    now = clock.time()
    current = {(advice.arn, advice.topic): advice for advice in _inspect(account)}
    for key in [key for key in reputation.advice if key not in current]:
        reputation.advice.pop(key).fix()
    for key, advice in current.items():
        if key not in reputation.advice:
            arn, kind, _, description, impact = advice
            opened = Recommendation(clock, arn, kind, description, impact, now, now)
            reputation.advice[key] = opened
            reputation.recommendations.append(opened)
    reputation.recommendations = [
        each
        for each in reputation.recommendations
        if each.status is RecommendationStatus.OPEN or now < each.updated_at + KEPT_DAYS * _DAY
    ]


def _matches(recommendation: Recommendation, filters: Mapping[str, str]) -> bool:
    values = {
        "TYPE": recommendation.type.name,
        "IMPACT": recommendation.impact.name,
        "STATUS": recommendation.status.name,
        "RESOURCE_ARN": recommendation.resource_arn,
    }
    return all(values[name] == value for name, value in filters.items())


def _inspect(account: Account) -> Iterator[Advice]:
    for identity in account.identities.values():
        if identity.is_domain:
            yield from _inspect_domain(account, identity)
    for dedicated_ip in account.dedicated_ips.sorted():
        arn = account.arn(f"dedicated-ip-pool/{dedicated_ip.pool}")
        for name in dedicated_ip.blacklist_entries:
            text = unconfirmed_messages.IP_LISTING_RECOMMENDATION.format(
                ip=dedicated_ip.address, blacklist=name
            )
            yield Advice(arn, RecommendationType.IP_LISTING, text, text, Impact.HIGH)
    yield from _inspect_rates(account)


def _inspect_domain(account: Account, identity: Identity) -> Iterator[Advice]:
    arn = account.arn(f"identity/{identity.name}")
    text = _inspect_dkim(identity)
    if text is not None:
        yield Advice(arn, RecommendationType.DKIM, text, text, Impact.HIGH)
    mail_from = identity.mail_from
    if mail_from is not None and not mail_from.verification.has_succeeded:
        yield Advice(arn, RecommendationType.SPF, _NO_SPF_RECORD, _NO_SPF_RECORD, Impact.HIGH)


def _inspect_dkim(identity: Identity) -> str | None:
    """Return the problem with the DKIM of a domain, or None."""
    dkim = identity.dkim
    if dkim is None or not dkim.signing_enabled:
        return NO_DKIM
    status = dkim.verification.status
    if status is not VerificationStatus.SUCCESS:
        return _FAILED_DKIM if status is VerificationStatus.FAILED else _NO_DKIM_RECORD
    return _SHORT_KEY if isinstance(dkim.key, EasyKey) and dkim.key.bits < 2048 else None


def _inspect_rates(account: Account) -> Iterator[Advice]:
    """Yield rates that are too high, for tenants and identities."""
    now = account.world.clock.time()
    volumes = {tenant.reputation.arn: tenant.reputation.volumes.sum(now) for tenant in account.tenants}
    volumes |= _count_identities(account, now - PERIOD_IN_DAYS * _DAY)
    for arn, volume in volumes.items():
        for kind, impact in findings.judge(volume).items():
            text = findings.describe(kind, impact, volume, now)
            # The topic leaves out the numbers of the text: they change with every message, but the problem is the same.
            yield Advice(arn, RecommendationType[kind.name], f"{kind} {impact}", text, impact)


def _count_identities(account: Account, start: float) -> dict[str, Volume]:
    """Return the volumes of identities since a time (in seconds since 1970), by ARN."""
    volumes: dict[str, Volume] = defaultdict(Volume)
    for event in account.world.events:
        message = event.message
        if message.account is not account or event.occurred_at < start:
            continue
        findings.count(event, volumes[message.source_arn])
    return volumes
