"""Programs in separate processes, where nothing is imported yet and no mock has run."""

from __future__ import annotations

import subprocess
import sys


def run_program(code: str) -> str:
    """Run a program and return its output; fail if it writes to stderr or takes over a minute."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stderr == ""
    return run.stdout
