"""Report the phrases that docs/explanation/style.md replaces, wherever code, tests or pages use them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("sesmock", "conftest_plugin", "tests", "docs", "examples", "benchmarks", "scripts", "typing_tests")
# The style guide and this check quote the phrases.
EXEMPT = ("docs/explanation/style.md", "scripts/check_english.py", "tests/repository/test_english.py")
PATTERN = re.compile(
    r"""
    \bthat\ there\ is\ not\b
    | \bfor\ what\ is\ none\b | \bor\ for\ none\b
    | \bthere\ are:\  | \bit\ is\ a\ text\b
    | \b(?:am|are|be|been|is|it|who|was|were)\ told\b | \btold\ (?:apart|at\ once|by|in|of)\b
    | \bfurther\ ado\b | \bin\ vain\b | \bgoe?s?\ (?:its|their)\ way\b | \blead\ over\b | \bwhat\ there\ is\b
    | \bwhoever\b | \bwhomever\b | \bbehaviour\b
    | (?-i:(?<!\.)\bcancelled\b)  # AWS writes CANCELLED, and asyncio future.cancelled()
    """,
    re.IGNORECASE | re.VERBOSE,
)


def list_files() -> list[Path]:
    """Return the project's own texts, without the pages that are built and the packages of npm."""
    files = [path for folder in FOLDERS for kind in ("*.py", "*.md") for path in (ROOT / folder).rglob(kind)]
    files += ROOT.glob("*.md")
    return sorted(path for path in files if not _is_exempt(path.relative_to(ROOT)))


def find_phrases(text: str) -> list[str]:
    """Return the lines that use a phrase, with their numbers."""
    lines = enumerate(text.splitlines(), start=1)
    return [f"{number}: {line.strip()}" for number, line in lines if PATTERN.search(line)]


def check(files: list[Path]) -> list[str]:
    """Return the lines of files that use a phrase, with the path of each."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in files
        for line in find_phrases(path.read_text(encoding="utf-8"))
    ]


def _is_exempt(path: Path) -> bool:
    return path.as_posix() in EXEMPT or not {"_build", "node_modules"}.isdisjoint(path.parts)


if __name__ == "__main__":
    findings = check(list_files())
    print(*findings, sep="\n", end="\n" if findings else "")
    sys.exit("docs/explanation/style.md lists what to write instead" if findings else 0)
