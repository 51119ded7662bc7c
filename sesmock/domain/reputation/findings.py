"""Findings about the mail of tenants, and the consequences of findings. Spec: reputation.md §1 [D]."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sesmock.domain import unconfirmed_messages
from sesmock.domain.clock import to_datetime
from sesmock.domain.events.event_details import Bounce, BounceType, Complaint, FeedbackType
from sesmock.domain.events.event_types import EventType
from sesmock.domain.events.statistics import is_withheld
from sesmock.domain.mail import addresses
from sesmock.domain.mail.outcomes import Outcome
from sesmock.domain.reputation import announcements
from sesmock.domain.reputation.entities import FindingType, SendingStatus, StatusRecord
from sesmock.domain.reputation.recommendation import Impact
from sesmock.domain.reputation.volumes import PERIOD_IN_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.events.events import Event
    from sesmock.domain.reputation.entities import Entity
    from sesmock.domain.reputation.state import EnforcementChanged
    from sesmock.domain.reputation.volumes import Volume

REPRESENTATIVE_VOLUME = 100
"""The minimum number of recipients for a rate to count. AWS does not document it (inferred)."""
_DAY = 24 * 3600.0
_NOT_SENT = frozenset({Outcome.SUPPRESSED, Outcome.REJECTED, Outcome.NOT_RENDERED})
# The rates above which a finding has low and high impact. Spec: reputation.md §1 [D].
_BOUNCE_RATES = (0.10, 0.15)
_COMPLAINT_RATES = (0.005, 0.01)


def follow(event: Event) -> None:
    """Count an event of a tenant's mail, and review the tenant."""
    tenant = event.message.used_tenant
    if tenant is None or tenant.reputation.is_deleted:
        return
    entity = tenant.reputation
    count(event, entity.volumes.on(event.occurred_at))
    # A send can only lower the rates, so without findings and feedback it needs no review.
    if event.type is not EventType.SEND or entity.findings or entity.volumes.has_feedback:
        review(entity)


def enforce(change: EnforcementChanged) -> None:
    """Review an entity that AWS's trust and safety team stopped or released."""
    if not change.entity.is_deleted:
        review(change.entity)


def review(entity: Entity) -> None:
    """Open and close findings, disable or enable the entity as its policy requires, and publish these changes."""
    now = entity.account.world.clock.time()
    volume = entity.volumes.sum(now)
    findings = judge(volume)
    before, entity.findings = entity.findings, findings
    # A finding whose impact has changed counts as opened again.
    opened = {kind: impact for kind, impact in findings.items() if before.get(kind) is not impact}
    for kind, impact in opened.items():
        entity.descriptions[kind] = describe(kind, impact, volume, now)
        announcements.publish_finding(entity, kind, impact, entity.descriptions[kind], is_open=True)
    closed = before.keys() - findings.keys()
    # Sorted, because the order of a set of strings differs from run to run.
    for kind in sorted(closed):
        # Events about a closed finding repeat the sentence of its opening. Spec: reputation.md §1 [I].
        description = entity.descriptions.pop(kind)
        announcements.publish_finding(entity, kind, before[kind], description, is_open=False)
    # A new or worse finding ends a reinstatement, and so does the end of all findings; a milder finding does not.
    # Spec: reputation.md §1 [D]; choices.md §3 [I].
    is_worse = any(kind not in before or impact is Impact.HIGH for kind, impact in opened.items())
    if (is_worse or (closed and not findings)) and _is_reinstated(entity):
        _end_reinstatement(entity, now, is_resolved=not findings)
    _settle(entity, now)
    if findings:
        _review_tomorrow(entity, now)


def judge(volume: Volume) -> dict[FindingType, Impact]:
    """Return the findings for a volume of mail; a volume that is too small to be representative has none."""
    if volume.sent < REPRESENTATIVE_VOLUME:
        return {}
    rates: Mapping[FindingType, tuple[float, tuple[float, float]]] = {
        FindingType.BOUNCE: (volume.bounced / volume.sent, _BOUNCE_RATES),
        FindingType.COMPLAINT: (volume.complained / volume.sent, _COMPLAINT_RATES),
    }
    # A rate must exceed a threshold; reaching it is not enough. Spec: reputation.md §1 [D].
    return {
        kind: Impact.HIGH if rate > high else Impact.LOW
        for kind, (rate, (low, high)) in rates.items()
        if rate > low
    }


def _get_limit(kind: FindingType, impact: Impact) -> float:
    """Return the rate above which a finding has an impact."""
    low, high = _BOUNCE_RATES if kind is FindingType.BOUNCE else _COMPLAINT_RATES
    return high if impact is Impact.HIGH else low


def describe(kind: FindingType, impact: Impact, volume: Volume, now: float) -> str:
    """Return the sentence about a finding. Spec: reputation.md §2 [D] for bounces; the rest is inferred."""
    limit = 100 * _get_limit(kind, impact)
    start, end = _format_time(now - PERIOD_IN_DAYS * _DAY), _format_time(now)
    return (
        f"The {kind.lower()} rate exceeded {limit:.1f}% based on a representative volume of {volume.sent} emails "
        f"from {start} to {end}"
    )


def count(event: Event, volume: Volume) -> None:
    """Add an event to a volume: sends, hard bounces, and complaints other than ``not-spam``.

    Recipients at the simulator do not count, nor do recipients from whom SES withheld the mail.
    Spec: reputation.md §1 [I].
    """
    recipients = [recipient for recipient in event.recipients if not addresses.is_simulator(recipient)]
    if event.type is EventType.SEND:
        outcomes = event.message.outcomes
        volume.sent += sum(outcomes[recipient] not in _NOT_SENT for recipient in recipients)
        return
    match event.details:
        case Bounce(type=BounceType.PERMANENT) if not is_withheld(event):
            volume.bounced += len(recipients)
        case Complaint(feedback_type=feedback_type) if not (
            is_withheld(event) or feedback_type is FeedbackType.NOT_SPAM
        ):
            volume.complained += len(recipients)


def _format_time(seconds: float) -> str:
    time = to_datetime(seconds)
    return f"{time:%B} {time.day}, {time:%Y} at {time:%H:%M} (UTC)"


def _is_reinstated(entity: Entity) -> bool:
    return entity.customer is not None and entity.customer.status is SendingStatus.REINSTATED


def _end_reinstatement(entity: Entity, now: float, *, is_resolved: bool) -> None:
    """Turn a reinstated entity into an enabled one, because its findings are closed or a new one is open.

    Spec: reputation.md §3 [D].
    """
    cause = (
        unconfirmed_messages.FINDINGS_RESOLVED if is_resolved else unconfirmed_messages.REINSTATEMENT_ENDED
    )
    entity.customer = StatusRecord(SendingStatus.ENABLED, cause, now)


def _settle(entity: Entity, now: float) -> None:
    """Disable or enable an entity according to its policy, as SES does; an enforcement by AWS overrides the policy."""
    must_stop = entity.must_stop or entity.enforced
    is_stopped = entity.aws.status is SendingStatus.DISABLED
    if must_stop == is_stopped:
        return
    if must_stop:
        entity.aws = StatusRecord(SendingStatus.DISABLED, _explain_stop(entity), now)
    else:
        entity.aws = StatusRecord(SendingStatus.ENABLED, _explain_release(entity), now)
    announcements.publish_status(entity, "AWS_MANAGED", entity.aws)


def _explain_stop(entity: Entity) -> str:
    return (
        unconfirmed_messages.STOPPED_BY_AWS if entity.enforced else unconfirmed_messages.STOPPED_BY_FINDINGS
    )


def _explain_release(entity: Entity) -> str:
    """Return why SES enables an entity: AWS released it, its findings are closed, or its policy tolerates them."""
    if entity.aws.cause == unconfirmed_messages.STOPPED_BY_AWS:
        return unconfirmed_messages.RELEASED_BY_AWS
    if entity.findings:
        return unconfirmed_messages.TOLERATED_BY_POLICY
    return unconfirmed_messages.FINDINGS_RESOLVED


def _review_tomorrow(entity: Entity, now: float) -> None:
    """Schedule a review for the start of the next day (UTC), when the oldest mail no longer counts."""
    if not entity.is_watched:
        entity.is_watched = True
        # Volumes are counted by UTC days, so findings can only close at midnight or with more mail.
        tomorrow = (now // _DAY + 1) * _DAY
        entity.account.world.schedule(tomorrow, partial(_review_again, entity))


def _review_again(entity: Entity) -> None:
    entity.is_watched = False
    if not entity.is_deleted:
        review(entity)
