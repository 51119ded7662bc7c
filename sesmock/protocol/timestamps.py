"""Points in time, in the forms of the wires."""

from __future__ import annotations

from datetime import datetime, timezone


def parse_timestamp(value: str | float) -> datetime:
    """Return a time given as ISO 8601 or as seconds since 1970, aware and in UTC; raise `ValueError`."""
    try:
        return datetime.fromtimestamp(float(value), timezone.utc)
    except (OverflowError, OSError) as error:
        raise ValueError(value) from error
    except ValueError:
        time = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return time.replace(tzinfo=timezone.utc) if time.tzinfo is None else time.astimezone(timezone.utc)


def to_iso(time: datetime) -> str:
    """Return a time as ISO 8601 with milliseconds."""
    return time.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_epoch(time: datetime) -> float:
    """Return a time as seconds since 1970."""
    return time.timestamp()
