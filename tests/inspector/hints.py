"""Hints of failed assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sesmock import SesMock


def hints(ses_mock: SesMock) -> list[str]:
    """Return the hints of an assertion that fails."""
    with pytest.raises(AssertionError) as failure:
        ses_mock.outbox.one(subject="Nothing like it")
    return [
        line.removeprefix("  hint     ") for line in str(failure.value).splitlines() if "  hint  " in line
    ]
