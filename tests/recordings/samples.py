"""The samples of docs/behavior/samples/, whose README has their sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent.parent / "docs/behavior/samples"


def read_sample(name: str) -> Any:
    """Return the content of a sample file."""
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def read_event(name: str, event_type: str) -> dict[str, Any]:
    """Return the only event of a type among the messages in a sample file."""
    messages = [message["Message"] for message in read_sample(name)["messages"]]
    [event] = [each for each in messages if isinstance(each, dict) and each["eventType"] == event_type]
    return event
