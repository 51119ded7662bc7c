"""The commit to compare with, and its recorded figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).parent / "baseline.json"


def commit() -> str:
    """Return the commit of the baseline."""
    name: str = json.loads(FILE.read_text())["commit"]
    return name


def record(name: str, figures: Mapping[str, float]) -> None:
    """Record a commit and its figures as the baseline."""
    # Only differences of about 5 % matter, and short numbers are easier to review.
    rounded = {row: round(figure, 4) for row, figure in figures.items()}
    FILE.write_text(json.dumps({"commit": name, "figures": rounded}, indent=2) + "\n")
