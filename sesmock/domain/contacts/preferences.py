"""The preferences of contacts for the topics of a list. Spec: contacts.md §1, §5."""

from __future__ import annotations

from typing import Literal

from sesmock.domain.words import Word


class SubscriptionStatus(Word):
    """Whether a contact gets mail about a topic; the values are the spellings of events. Spec: events.md §7 [R]."""

    OPT_IN = "OptIn"
    OPT_OUT = "OptOut"


SubscriptionStatusText = Literal["OPT_IN", "OPT_OUT"]
