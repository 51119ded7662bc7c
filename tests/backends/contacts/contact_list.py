"""A contact list with two topics, and the options of mail to it."""

from __future__ import annotations

from typing import Any

LIST: Any = {"ContactListName": "readers"}
TOPICS: Any = [
    {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"},
    {"TopicName": "offers", "DisplayName": "Offers", "DefaultSubscriptionStatus": "OPT_OUT"},
]


def list_options(topic: str | None = None) -> Any:
    """Return ListManagementOptions for the list, with an optional topic."""
    return LIST if topic is None else {**LIST, "TopicName": topic}
