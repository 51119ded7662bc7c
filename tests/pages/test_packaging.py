"""The scripts, styles and HTML files of the pages are part of the distribution."""

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
    """The wheel includes its packages with all of their files."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wheel = re.search(r"^\[tool\.hatch\.build\.targets\.wheel\]\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)

    assert wheel is not None
    assert wheel[1] == 'packages = ["sesmock", "conftest_plugin/pytest_sesmock"]'
    assert not re.search(r"^(exclude|only-include)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_of_the_pages_are_not_ignored(path: Path) -> None:
    """No file of the pages is ignored by git, since the build omits ignored files."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    patterns = [pattern.strip("/") for pattern in ignored]

    assert not any(path.match(pattern) or pattern in path.relative_to(ROOT).parts for pattern in patterns)
