"""Publications in the envelopes of other services, as queues, webhooks and rules receive them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from sesmock.publishing.sns_signature import endpoint, sign, topic_region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.events.publications import Publication

SOURCE = "aws.ses"
# The detail-type of each event in EventBridge. Spec: events.md §1 [D].
DETAIL_TYPES = {
    "Send": "Email Sent",
    "Reject": "Email Rejected",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Delivery": "Email Delivered",
    "Open": "Email Opened",
    "Click": "Email Clicked",
    "Rendering Failure": "Email Rendering Failed",
    "DeliveryDelay": "Email Delivery Delayed",
    "Subscription": "Email Subscribed",
}


def envelope(publication: Publication) -> Mapping[str, object]:
    """Return a publication as its receiver gets it; for SNS, raise `ImportError` without ``sesmock[sns]``.

    SNS: the signed notification; Firehose: the record; EventBridge: the event; CloudWatch: the metric datum;
    Pinpoint: the event as SES writes it. Spec: event_destinations.md §2, §3.
    """
    return _ENVELOPES[publication.kind](publication)


def headers(publication: Publication) -> dict[str, str]:
    """Return the headers of SNS's HTTP request for a publication; none for other services."""
    if publication.kind != "sns":
        return {}
    return {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": publication.id,
        "x-amz-sns-topic-arn": publication.target,
        "x-amz-sns-subscription-arn": _subscription(publication.target),
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }


def build_entry(publication: Publication) -> dict[str, object]:
    """Return a publication as an entry of PutEvents."""
    return {
        "Time": publication.published_at,
        "Source": SOURCE,
        "Resources": _resources(publication),
        "DetailType": _detail_type(publication),
        "Detail": publication.payload,
        "EventBusName": publication.target,
    }


def _notification(publication: Publication) -> dict[str, object]:
    """Return SNS's notification, with its fields in order. Spec: event_destinations.md §2 [R]."""
    topic = publication.target
    subject = {} if publication.subject is None else {"Subject": publication.subject}
    unsubscribe_url = (
        f"{endpoint(topic_region(topic))}?Action=Unsubscribe&SubscriptionArn={_subscription(topic)}"
    )
    unsigned = {
        "Type": "Notification",
        "MessageId": publication.id,
        "TopicArn": topic,
        **subject,
        "Message": publication.payload,
        # SNS writes milliseconds and the letter Z for UTC, which isoformat() writes as +00:00.
        "Timestamp": f"{publication.published_at.isoformat(timespec='milliseconds')[:-6]}Z",
        "UnsubscribeURL": unsubscribe_url,
    }
    return sign(unsigned)


def _subscription(topic: str) -> str:
    """Return the ARN of the subscription that delivers the messages of a topic, the same for all messages."""
    return f"{topic}:{uuid5(NAMESPACE_URL, topic)}"


def _record(publication: Publication) -> dict[str, object]:
    return {"Data": publication.payload.encode()}


def _event(publication: Publication) -> dict[str, object]:
    """Return EventBridge's event, with its fields in order. Spec: event_destinations.md §3 [D]."""
    return {
        "version": "0",
        "id": publication.id,
        "detail-type": _detail_type(publication),
        "source": SOURCE,
        "account": publication.account_id,
        # EventBridge writes whole seconds, unlike SNS.
        "time": f"{publication.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "region": publication.region,
        "resources": _resources(publication),
        "detail": json.loads(publication.payload),
    }


def _detail_type(publication: Publication) -> str:
    return publication.detail_type or DETAIL_TYPES[str(publication.type)]


def _resources(publication: Publication) -> list[str]:
    """Return the resources of an EventBridge event: the configuration set, or the reputation entity.

    Spec: event_destinations.md §3; choices.md §2 [I]; reputation.md §1 [D].
    """
    if publication.entity is not None:
        return [publication.entity]
    return [publication.account.arn(f"configuration-set/{publication.configuration_set}")]


def _metric_datum(publication: Publication) -> dict[str, object]:
    [datum] = json.loads(publication.payload)["MetricData"]
    document: dict[str, Any] = datum
    return document


def _event_document(publication: Publication) -> dict[str, object]:
    document: dict[str, Any] = json.loads(publication.payload)
    return document


_ENVELOPES = {
    "sns": _notification,
    "firehose": _record,
    "eventbridge": _event,
    "cloudwatch": _metric_datum,
    "pinpoint": _event_document,
}
