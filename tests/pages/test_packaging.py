"""The files of the pages other than Python modules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sesmock

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for path in Path(sesmock.__file__).parent.rglob("*") if path.suffix in {".js", ".css", ".html"}
)


def test_the_wheel_contains_whole_packages() -> None:
    """The build includes all files of its packages, so it also has scripts and styles."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wheel = re.search(r"^\[tool\.hatch\.build\.targets\.wheel\]\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)

    assert wheel is not None
    assert wheel[1] == 'packages = ["sesmock", "conftest_plugin/pytest_sesmock"]'
    assert not re.search(r"^(exclude|only-include)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_of_the_pages_are_not_ignored(path: Path) -> None:
    """Git ignores none of the files, since the build leaves out what git ignores."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    patterns = [pattern.strip("/") for pattern in ignored]

    assert not any(path.match(pattern) or pattern in path.relative_to(ROOT).parts for pattern in patterns)
