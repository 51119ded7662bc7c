"""Runs of test files by pytest in a separate process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

SEND = """
import boto3

def send(sender="shop@example.com"):
    boto3.client("sesv2", region_name="us-east-1").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Simple": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
"""


def run(pytester: pytest.Pytester, code: str, *arguments: str, ini: str = "") -> pytest.RunResult:
    """Run a test file that can call ``send``, with additional lines for the ini file."""
    pytester.makepyfile(mailing=SEND, test_file="import pytest\nfrom mailing import send\n" + code)
    pytester.makeini(f"[pytest]\npythonpath = .\n{ini}")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)
