"""Every example in the documents runs in pytest when a reader pastes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

DOCS = Path(__file__).parent.parent / "docs"
DOCUMENTS = sorted(
    path.relative_to(DOCS).as_posix()
    for path in DOCS.rglob("*.md")
    if "_build" not in path.parts and "```python" in path.read_text(encoding="utf-8")
)
# The dependencies of examples besides boto3; environments that have one run its document, too (Makefile).
NEEDED = {
    "how-to/async.md": (
        "aiobotocore",
        "aiobotocore pins botocore: it has its own environments (make test runs them)",
    )
}
SHOP = """
import boto3


def sign_up(address):
    boto3.client("sesv2").send_email(
        FromEmailAddress="Shop <hello@example.com>",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hello"}}}},
    )
"""


def list_blocks(text: str) -> list[str]:
    """Return the Python blocks of a document."""
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_examples_of_a_document_run(pytester: pytest.Pytester, document: str) -> None:
    """Each block runs as a separate test file, with the document's ini file if there is one."""
    if document in NEEDED:
        module, reason = NEEDED[document]
        pytest.importorskip(module, reason=reason)
    text = (DOCS / document).read_text()
    blocks = list_blocks(text)
    [ini] = re.findall(r"```ini\n(.*?)```", text, re.DOTALL) or ["[pytest]\n"]
    pytester.makepyfile(shop=SHOP, **{f"test_{number}": block for number, block in enumerate(blocks)})
    pytester.makeini(f"{ini}\npythonpath = .\n")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    outcomes = result.parseoutcomes()
    assert outcomes.keys() == {"passed"}
    assert outcomes["passed"] >= len(blocks)
