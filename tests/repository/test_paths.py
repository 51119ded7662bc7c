"""The paths in the settings of make, nox, coverage and the sdist."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
TESTS = {f"/{path.relative_to(ROOT).as_posix()}": path for path in (ROOT / "tests").rglob("*.py")}
BENCHMARKS = "*/sesmock-bench-*/*"  # temporary folders


def read_list(name: str) -> list[str]:
    """Return the strings of a list in pyproject.toml."""
    match = re.search(rf"^{name} = \[(.*?)^\]", SETTINGS, re.MULTILINE | re.DOTALL)
    assert match is not None
    return re.findall(r'"([^"]+)"', match[1])


OMITTED = [pattern for pattern in read_list("omit") if pattern != BENCHMARKS]


@pytest.mark.parametrize("pattern", OMITTED)
def test_omitted_files_exist(pattern: str) -> None:
    """Each pattern of files that coverage omits still matches a file."""
    assert fnmatch.filter(TESTS, pattern)


def test_every_module_that_needs_a_browser_is_omitted() -> None:
    """Without Chromium, coverage would miss these modules; patterns with an asterisk match no others."""
    omitted = {name for pattern in OMITTED for name in fnmatch.filter(TESTS, pattern)}
    broad = [pattern for pattern in OMITTED if "*" in pattern[1:]]
    mark = re.compile(r"^pytestmark = (?:\[\n\s*\*)?NEEDS_BROWSER", re.MULTILINE)
    need = {name for name, path in TESTS.items() if mark.search(path.read_text("utf-8"))}

    assert need <= omitted
    assert {name for pattern in broad for name in fnmatch.filter(TESTS, pattern)} <= need


@pytest.mark.parametrize("file", ["Makefile", "noxfile.py", "tests/newest_models.txt"])
def test_paths_of_tests_exist(file: str) -> None:
    """The tests that make and nox select, ignore or deselect exist, and so do those that an old botocore skips."""
    text = (ROOT / file).read_text(encoding="utf-8")
    paths = re.findall(r"\btests/[\w/]+(?:\.py)?(?:::\w+)?", text)

    assert len(paths) > 2
    assert [path for path in paths if not exists(*path.split("::"))] == []


def exists(path: str, test: str = "") -> bool:
    """Return whether there is a file or folder, and whether it contains a test."""
    return (ROOT / path).exists() and (not test or f"def {test}(" in (ROOT / path).read_text("utf-8"))


def test_the_sdist_contains_what_its_tests_read() -> None:
    """The tests of the sdist find the constraints and noxfile.py, and make finds the files that it installs from."""
    assert {"tests", "Makefile", "constraints", "noxfile.py"} <= set(read_list("include"))
