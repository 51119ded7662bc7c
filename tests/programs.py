"""Programs in processes of their own, where nothing was imported and no mock ever ran."""

from __future__ import annotations

import subprocess
import sys


def run_program(code: str) -> str:
    """Return what a program prints; it has to complain of nothing, and to end within a minute."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stderr == ""
    return run.stdout
