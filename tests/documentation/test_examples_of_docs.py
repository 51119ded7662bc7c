"""Every example in the docs runs in pytest as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

pytest_plugins = ["pytester"]

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENTS = sorted(
    path.relative_to(DOCS).as_posix()
    for path in DOCS.rglob("*.md")
    if "_build" not in path.parts and "```python" in path.read_text(encoding="utf-8")
)
AIOBOTOCORE = "aiobotocore pins botocore: it has its own environments (make test runs them)"
FRAMEWORKS = "web frameworks have their own environment (make check runs it)"
# Packages that only the examples of a document need. The document runs in the environments that have them (Makefile).
NEEDED = {
    "how-to/async.md": ("aiobotocore", AIOBOTOCORE),
    "how-to/celery.md": ("celery", FRAMEWORKS),
    "how-to/django.md": ("pytest_django", FRAMEWORKS),
    "how-to/fastapi.md": ("fastapi", FRAMEWORKS),
    "how-to/flask.md": ("flask", FRAMEWORKS),
}
# The settings that the examples expect: the path of their modules, and the event loops of pytest-asyncio.
INI = "[pytest]\npythonpath = .\nasyncio_default_fixture_loop_scope = function\n"
each_document = pytest.mark.parametrize("document", DOCUMENTS)


class Block(NamedTuple):
    """A block of code in a document, with its language and text."""

    language: str
    text: str

    @property
    def file_name(self) -> str | None:
        """Return the file name in the first line, such as ``# conftest.py``."""
        match = re.match(r"# (\w+\.py)\n", self.text)
        return match[1] if match else None

    @property
    def output(self) -> list[str]:
        """Return the output of a console example: the lines below its command, without empty ones."""
        return [line for line in self.text.splitlines()[1:] if line.strip()]


def list_blocks(text: str, language: str | None = None) -> list[Block]:
    """Return the blocks of a document, in order."""
    blocks = [
        Block(*groups) for groups in re.findall(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    ]
    return [block for block in blocks if language in (None, block.language)]


def read_document(name: str) -> str:
    """Return the text of a document; skip the test if a package that its examples need is not installed."""
    if name in NEEDED:
        module, reason = NEEDED[name]
        pytest.importorskip(module, reason=reason)
    return (DOCS / name).read_text(encoding="utf-8")


[SHOP] = [
    block.text
    for block in list_blocks((DOCS / "index.md").read_text(encoding="utf-8"), "python")
    if block.file_name == "shop.py"
]


def find_missing_line(lines: list[str], output: str) -> str | None:
    """Return the first of the lines that an output does not contain in this order; ``…`` matches any text."""
    patterns = [re.escape(line.strip()).replace("…", ".*") for line in lines]
    rest = output
    for line, pattern in zip(lines, patterns, strict=True):
        match = re.search(pattern, rest)
        if match is None:
            return line
        rest = rest[match.end() :]
    return None


@each_document
def test_the_examples_of_a_document_run(pytester: pytest.Pytester, document: str) -> None:
    """All tests in the examples of a document pass, and each console example shows pytest's real output.

    A block is a test file, unless its first line names another file. A console example shows what pytest prints for the
    blocks before it.
    """
    text = read_document(document)
    pytester.makepyfile(shop=SHOP)
    pytester.makeini(INI)
    for number, block in enumerate(list_blocks(text)):
        if block.language == "python":
            path = pytester.path / (block.file_name or f"test_{number}.py")
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "ini":
            pytester.makeini(block.text + INI.removeprefix("[pytest]\n"))
        elif block.text.startswith("$ pytest"):
            run = pytester.runpytest_subprocess(
                "-p", "no:cacheprovider", *block.text.split("\n")[0].split()[2:]
            )
            assert find_missing_line(block.output, run.stdout.str()) is None, run.stdout.str()
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    outcomes = result.parseoutcomes()
    assert outcomes.keys() == {"passed"}
    assert outcomes["passed"] >= len(list(pytester.path.glob("test_*.py")))


@each_document
def test_a_document_says_where_the_code_under_test_comes_from(document: str) -> None:
    """A page whose examples import ``shop`` contains the code of ``shop``, or links to it."""
    text = (DOCS / document).read_text(encoding="utf-8")
    blocks = list_blocks(text, "python")
    is_shown = any(block.file_name == "shop.py" for block in blocks)

    if any("from shop import" in block.text for block in blocks):
        assert is_shown or "index.md#the-code-under-test" in text


def test_a_console_that_is_wrong_is_noticed() -> None:
    """The check of console examples requires the lines in order, and an ellipsis matches the rest of a line."""
    assert find_missing_line(["a …", "b"], "a 1\nb\n") is None
    assert find_missing_line(["b", "a"], "a 1\nb\n") == "a"
