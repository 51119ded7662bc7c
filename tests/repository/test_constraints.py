"""The pinned versions of the environments, and the lowest supported versions of the dependencies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.compile_constraints import GROUPS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "constraints"
PIN = re.compile(r"[a-z0-9-]+==[0-9a-z.+]+( ; [^/@]+)?")


@pytest.mark.parametrize("group", GROUPS)
def test_pins_contain_only_versions(group: str) -> None:
    """A file of pins has no URL or hash, so it works with every package index."""
    lines = (FOLDER / f"{group}.txt").read_text().splitlines()

    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert any(line.startswith("botocore==") for line in lines) or group == "docs"


def test_every_environment_has_pins() -> None:
    """Every environment has a file of pins, and there are no other files."""
    assert {path.stem for path in FOLDER.iterdir()} == set(GROUPS)


def test_the_lowest_versions_are_tested() -> None:
    """``nox -s lowest`` installs the lowest version that pyproject.toml accepts of each dependency."""
    text = (ROOT / "pyproject.toml").read_text()
    floors = re.findall(
        r'"([\w-]+)>=([\d.]+)"', text[text.index("\ndependencies") : text.index("[dependency-groups]")]
    )
    lowest = re.search(r'^LOWEST = """(.*?)"""', (ROOT / "noxfile.py").read_text(), re.MULTILINE | re.DOTALL)
    assert lowest is not None
    pins = [pin.split("==") for pin in lowest[1].split()]

    assert {"botocore", "wrapt", "libcst"} <= {name for name, _ in floors}
    assert {(name, remove_zeros(version)) for name, version in pins} == {
        (name, remove_zeros(version)) for name, version in floors
    }


def remove_zeros(version: str) -> str:
    """Return a version without the zeros at its end."""
    return re.sub(r"(\.0)+$", "", version)
