"""The environment that a mock provides for subprocesses."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sesmock import mock_ses

# Nothing listens on port 9 (discard, RFC 863), so a connection to it is refused immediately.
CODE = """
import boto3
client = boto3.client({service!r})
print(client.meta.region_name, client.meta.endpoint_url)
try:
    client.{method}()
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("service", "method"),
    [
        ("ses", "get_send_quota"),
        ("sesv2", "get_account"),
        ("pinpoint-email", "get_account"),
        ("s3", "list_buckets"),
    ],
)
def test_boto3_in_a_subprocess_reaches_no_server(
    monkeypatch: pytest.MonkeyPatch, service: str, method: str
) -> None:
    """In a subprocess, every service fails to connect, whatever profile, key and endpoint this process has."""
    for name in (
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL_SES",
        # This variable would make botocore ignore AWS_ENDPOINT_URL.
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    ):
        monkeypatch.setenv(name, "true")
    with mock_ses(region="eu-west-1") as ses_mock:
        code = CODE.format(service=service, method=method)
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=ses_mock.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

    assert run.stdout == "eu-west-1 http://127.0.0.1:9\nEndpointConnectionError\n"


def test_other_variables_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment keeps the variables of the program, but not the AWS profile."""
    monkeypatch.setenv("SHOP_SENDER", "shop@example.com")
    monkeypatch.setenv("AWS_PROFILE", "production")
    with mock_ses() as ses_mock:
        env = ses_mock.env

    assert env["SHOP_SENDER"] == "shop@example.com"
    assert "AWS_PROFILE" not in env
