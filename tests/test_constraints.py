"""The pins of the environments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.compile_constraints import GROUPS

FOLDER = Path(__file__).parent.parent / "constraints"
PIN = re.compile(r"[a-z0-9-]+==[0-9a-z.+]+( ; [^/@]+)?")


@pytest.mark.parametrize("group", GROUPS)
def test_pins_name_versions_only(group: str) -> None:
    """A file of pins has no URL and no hash, so it works with every package index."""
    lines = (FOLDER / f"{group}.txt").read_text().splitlines()

    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert any(line.startswith("botocore==") for line in lines) or group == "docs"


def test_every_environment_has_pins() -> None:
    """The folder has a file for each environment, and no other file."""
    assert {path.stem for path in FOLDER.iterdir()} == set(GROUPS)
