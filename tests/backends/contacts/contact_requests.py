"""Requests about the contacts of a list."""

from __future__ import annotations

from typing import Any

PATH = "/v2/email/contact-lists/readers/contacts"


def topic_preference(topic: str, status: str) -> Any:
    """Return a topic preference in the format of requests and responses."""
    return {"TopicName": topic, "SubscriptionStatus": status}
