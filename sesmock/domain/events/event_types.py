"""The types of events."""

from __future__ import annotations

import enum


class EventType(str, enum.Enum):
    """The types of events, as ``eventType`` spells them. Spec: events.md §1.1 [R]."""

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

    __str__ = str.__str__
    __repr__ = str.__repr__  # they are compared with texts, and shown beside them
    __hash__ = str.__hash__  # so that a set of texts finds them, and quickly
