"""Events about reputation for EventBridge's default bus. Spec: reputation.md §1 [D]."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from sesmock.domain.aws import regions
from sesmock.domain.aws.arns import Arn
from sesmock.domain.clock import to_datetime
from sesmock.domain.events import publications
from sesmock.domain.events.publications import Publication
from sesmock.domain.reputation.entities import SendingStatus

if TYPE_CHECKING:
    from sesmock.domain.reputation.entities import Entity, FindingType, StatusRecord
    from sesmock.domain.reputation.recommendation import Impact

Origin = Literal["AWS_MANAGED", "CUSTOMER_MANAGED"]


def publish_status(entity: Entity, origin: Origin, record: StatusRecord) -> None:
    """Publish the status that SES or the customer set for an entity."""
    word = "Disabled" if record.status is SendingStatus.DISABLED else "Enabled"
    document = {
        "status": record.status.name,
        "cause": record.cause,
        "lastUpdatedTimestamp": _list_time(record.updated_at or 0.0),
    }
    _publish(entity, f"Sending Status {word}", {"data": {"origin": origin, "record": document}})


def publish_finding(
    entity: Entity, kind: FindingType, impact: Impact, description: str, *, is_open: bool
) -> None:
    """Publish that a finding about an entity was opened or closed."""
    word = "Open" if is_open else "Closed"
    _publish(
        entity,
        f"Advisor Recommendation Status {word}",
        {"data": description, "metadata": {"impact": impact.name, "type": kind.name}},
    )


def _publish(entity: Entity, detail_type: str, detail: dict[str, object]) -> None:
    account = entity.account
    partition = regions.find_partition(account.region)
    bus = str(Arn(partition, "events", account.region, account.account_id, "event-bus/default"))
    payload = json.dumps({"version": "1.0.0", **detail}, separators=(",", ":"))
    publications.record(
        account,
        Publication(
            account,
            "eventbridge",
            bus,
            payload,
            purpose="reputation",
            detail_type=detail_type,
            entity=entity.arn,
        ),
    )


def _list_time(seconds: float) -> list[int]:
    """Return a time as a list of year, month, day, hour, minute, second and nanoseconds.

    Spec: reputation.md §1 [D].
    """
    # The sample in AWS's blog has whole milliseconds.
    time = to_datetime(round(seconds, 3))
    return [*time.timetuple()[:6], time.microsecond * 1000]
