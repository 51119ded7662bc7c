"""The targets of event destinations, and the payloads that SES sends to them.

Spec: event_destinations.md §2, §3.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Kind

NAMESPACE = "AWS/SES"


class DimensionSource(Word):
    """The source of a dimension's value."""

    MESSAGE_TAG = "messageTag"
    EMAIL_HEADER = "emailHeader"
    LINK_TAG = "linkTag"


@dataclass(frozen=True, slots=True)
class SnsTarget:
    """An SNS topic; ``name`` is its ARN."""

    kind: ClassVar[Kind] = "sns"
    name: str

    def payload(self, event: Event) -> str:
        """Return the message: the event's JSON and a newline. Spec: event_destinations.md §2 [R]."""
        return f"{event.json}\n"


@dataclass(frozen=True, slots=True)
class FirehoseTarget:
    """The ARN of a Firehose stream, and of the role that SES assumes to write to it."""

    kind: ClassVar[Kind] = "firehose"
    name: str
    role: str

    def payload(self, event: Event) -> str:
        """Return the record: the event's JSON and a newline. Spec: event_destinations.md §3 [D, U]."""
        return f"{event.json}\n"


@dataclass(frozen=True, slots=True)
class EventBridgeTarget:
    """The ARN of an account's default event bus."""

    kind: ClassVar[Kind] = "eventbridge"
    name: str

    def payload(self, event: Event) -> str:
        """Return the detail: the event's JSON. Spec: event_destinations.md §3 [D]."""
        return event.json


@dataclass(frozen=True, slots=True)
class PinpointTarget:
    """The ARN of a Pinpoint project."""

    kind: ClassVar[Kind] = "pinpoint"
    name: str

    def payload(self, event: Event) -> str:
        """Return the event's JSON; how Pinpoint processes it is unknown (inferred)."""
        return event.json


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of metrics; events without a value from its source have the default."""

    name: str
    source: DimensionSource
    default: str

    def value(self, document: Mapping[str, Any]) -> str:
        """Return the value for an event document. Spec: event_destinations.md §3 [D]."""
        return next(self._find(document), None) or self.default

    def _find(self, document: Mapping[str, Any]) -> Iterator[str]:
        mail = document["mail"]
        if self.source == DimensionSource.MESSAGE_TAG:
            yield from mail.get("tags", {}).get(self.name, ())
        elif self.source == DimensionSource.LINK_TAG:
            # The linkTags of a link without tags are null. Spec: events.md §7 [R].
            yield from (document.get("click", {}).get("linkTags") or {}).get(self.name, ())
        else:
            # Names of headers are compared without regard to case (RFC 5322 §1.2.2).
            name = self.name.lower()
            headers = mail.get("headers", ())
            yield from (header["value"] for header in headers if header["name"].lower() == name)


@dataclass(frozen=True, slots=True)
class CloudWatchTarget:
    """SES's metrics in CloudWatch, with their dimensions."""

    kind: ClassVar[Kind] = "cloudwatch"
    dimensions: tuple[Dimension, ...]
    name: str = NAMESPACE

    def payload(self, event: Event) -> str:
        """Return the parameters of PutMetricData as JSON, with one datum of value 1.

        Spec: events.md §1; event_destinations.md §3 [D, U].
        """
        from sesmock.domain.events.event_documents import format_time

        document = event.document
        datum = {
            # The metric of "Rendering Failure" has no space. Spec: events.md §1 [U].
            "MetricName": event.type.value.replace(" ", ""),
            "Dimensions": [{"Name": each.name, "Value": each.value(document)} for each in self.dimensions],
            "Timestamp": format_time(event.occurred_at),
            "Value": 1,
        }
        return json.dumps({"Namespace": self.name, "MetricData": [datum]}, separators=(",", ":"))


Target = SnsTarget | FirehoseTarget | EventBridgeTarget | CloudWatchTarget | PinpointTarget
