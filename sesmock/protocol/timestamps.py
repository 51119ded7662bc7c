"""Timestamps as the protocols write them, with millisecond precision."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND: Final = timedelta(milliseconds=1)
_SECONDS = re.compile(r"[+-]?\d{1,15}(\.\d+)?", re.ASCII)
# The pattern is explicit, since the forms that datetime.fromisoformat accepts differ by Python version.
_ISO_8601 = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-]\d\d):?(\d\d))?", re.ASCII)


def from_epoch(seconds: float) -> datetime:
    """Return the aware UTC time for seconds since 1970; raise `ValueError`."""
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(seconds) from error


def from_text(text: str) -> datetime:
    """Return the aware UTC time for a string of ISO 8601 or of seconds since 1970; raise `ValueError`."""
    if _SECONDS.fullmatch(text):
        return from_epoch(float(text))
    match = _ISO_8601.fullmatch(text)
    if match is None:
        raise ValueError(text)
    time, fraction, hours, minutes = match.groups()
    # Python 3.10 parses only fractions of three or six digits, and offsets with a colon.
    aware = f"{time}.{(fraction or '')[:6]:0<6}{hours or '+00'}:{minutes or '00'}"
    try:
        return datetime.fromisoformat(aware).astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError(text) from error


def to_iso(time: datetime | float) -> str:
    """Format a time, or seconds since 1970, as ISO 8601 in UTC, with milliseconds unless they are zero."""
    seconds, milliseconds = divmod(_milliseconds(time), 1000)
    fraction = f".{milliseconds:03}" if milliseconds else ""
    return f"{(_EPOCH + timedelta(seconds=seconds)).isoformat()[:19]}{fraction}Z"


def to_epoch(time: datetime | float) -> float:
    """Convert a time, or seconds since 1970, to seconds since 1970."""
    return _milliseconds(time) / 1000


def _milliseconds(time: datetime | float) -> int:
    # Floats are rounded, since 1.001 * 1000 is 1000.9999999999999 and would lose a millisecond. Datetimes are
    # exact, so their microseconds are cut off.
    return (time - _EPOCH) // _MILLISECOND if isinstance(time, datetime) else round(time * 1000)
