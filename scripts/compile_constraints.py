"""Pin the packages of each dependency group in constraints/: ``python -m scripts.compile_constraints``.

The files contain only names and versions, so they work with every package index. ``make`` installs its environments
with them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = "3.11"
GROUPS = (
    "dev",
    "aiobotocore-oldest",
    "aiobotocore-newest",
    "aioboto3",
    "moto4",
    "server",
    "frameworks",
    "coexistence",
    "docs",
)


def compile_group(group: str) -> str:
    """Return a line such as ``botocore==1.44.8`` for each package that a group needs, sorted by name."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--python-version", PYTHON),
        *("--no-header", "--no-annotate", "--group", group, "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    for group in GROUPS:
        ROOT.joinpath("constraints", f"{group}.txt").write_text(compile_group(group))
