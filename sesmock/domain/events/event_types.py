"""The types of events."""

from __future__ import annotations

from sesmock.domain.words import Word


class EventType(Word):
    """The type of an event, as ``eventType`` spells it. Spec: events.md §1 [R]."""

    SEND = "Send"
    REJECT = "Reject"
    BOUNCE = "Bounce"
    COMPLAINT = "Complaint"
    DELIVERY = "Delivery"
    OPEN = "Open"
    CLICK = "Click"
    RENDERING_FAILURE = "Rendering Failure"
    DELIVERY_DELAY = "DeliveryDelay"
    SUBSCRIPTION = "Subscription"
