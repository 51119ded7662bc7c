"""The table in docs/reference/network.md on every way to the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.network_table import find_difference

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_the_table_of_the_docs_is_up_to_date() -> None:
    """Every way to the network that can be tried here has the result that the docs' table shows."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.network_table"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (run.stderr, run.returncode) == ("", 0)
    assert "| requests | answered |" in run.stdout


def test_a_wrong_table_is_a_failure() -> None:
    """For a wrong row, the failure shows the row that the page should have."""
    difference = find_difference(["| a | answered |", "| b | refused |"], "| a | answered |\n| b | leaves |")

    assert difference == "docs/reference/network.md says otherwise:\n| b | refused |"
