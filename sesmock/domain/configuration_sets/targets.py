"""Where event destinations publish to, and what each of these services is given. Spec: events.md §1.10, §1.11."""

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
    """Where SES finds the value of a dimension."""

    MESSAGE_TAG = "messageTag"
    EMAIL_HEADER = "emailHeader"
    LINK_TAG = "linkTag"


@dataclass(frozen=True, slots=True)
class SnsTarget:
    """An SNS topic; ``name`` is its ARN."""

    kind: ClassVar[Kind] = "sns"
    name: str

    def payload(self, event: Event) -> str:
        """Return the message: the event's JSON and a newline. Spec: events.md §1.10 [R]."""
        return f"{event.json}\n"


@dataclass(frozen=True, slots=True)
class FirehoseTarget:
    """A Firehose stream, by its ARN, and the role by which SES writes to it."""

    kind: ClassVar[Kind] = "firehose"
    name: str
    role: str

    def payload(self, event: Event) -> str:
        """Return the record: the event's JSON and a newline. Spec: events.md §1.11 [D, Q]."""
        return f"{event.json}\n"


@dataclass(frozen=True, slots=True)
class EventBridgeTarget:
    """The default event bus of an account, by its ARN."""

    kind: ClassVar[Kind] = "eventbridge"
    name: str

    def payload(self, event: Event) -> str:
        """Return the detail: the event's JSON. Spec: events.md §1.11 [D]."""
        return event.json


@dataclass(frozen=True, slots=True)
class PinpointTarget:
    """A Pinpoint project, by its ARN."""

    kind: ClassVar[Kind] = "pinpoint"
    name: str

    def payload(self, event: Event) -> str:
        """Return the event's JSON: what Pinpoint makes of it, nobody has seen (inferred)."""
        return event.json


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of metrics: where its value is found, and the value of events in which it is not."""

    name: str
    source: DimensionSource
    default: str

    def value(self, document: Mapping[str, Any]) -> str:
        """Return the value for an event. Spec: events.md §1.11 [D]."""
        return next(self._find(document), None) or self.default

    def _find(self, document: Mapping[str, Any]) -> Iterator[str]:
        mail = document["mail"]
        if self.source == DimensionSource.MESSAGE_TAG:
            yield from mail.get("tags", {}).get(self.name, ())
        elif self.source == DimensionSource.LINK_TAG:
            yield from (document.get("click", {}).get("linkTags") or {}).get(self.name, ())
        else:
            name = self.name.lower()
            headers = mail.get("headers", ())
            yield from (header["value"] for header in headers if header["name"].lower() == name)


@dataclass(frozen=True, slots=True)
class CloudWatchTarget:
    """SES's metrics in CloudWatch, with dimensions."""

    kind: ClassVar[Kind] = "cloudwatch"
    dimensions: tuple[Dimension, ...]
    name: str = NAMESPACE

    def payload(self, event: Event) -> str:
        """Return the parameters of PutMetricData in JSON: one datum of value 1. Spec: events.md §1.1, §1.11 [D, Q]."""
        from sesmock.domain.events.event_documents import time

        document = event.document
        datum = {
            "MetricName": event.type.value.replace(" ", ""),
            "Dimensions": [{"Name": each.name, "Value": each.value(document)} for each in self.dimensions],
            "Timestamp": time(event.occurred_at),
            "Value": 1,
        }
        return json.dumps({"Namespace": self.name, "MetricData": [datum]}, separators=(",", ":"))


Target = SnsTarget | FirehoseTarget | EventBridgeTarget | CloudWatchTarget | PinpointTarget
