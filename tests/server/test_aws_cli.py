"""The AWS CLI, version 1. It runs in a separate environment, since it pins botocore."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import mock_ses

if TYPE_CHECKING:
    from sesmock.server import SesServer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("awscli") is None,
        reason="awscli pins botocore, so it has its own environment (make check runs these tests)",
    ),
]
SIMPLE = json.dumps({"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Grüße"}}}})
SENDS = {
    "ses": [
        *("send-email", "--from", "shop@example.com", "--to", "ada@example.net"),
        *("--subject", "Hello", "--text", "Grüße"),
    ],
    "sesv2": [
        *("send-email", "--from-email-address", "shop@example.com"),
        *("--destination", "ToAddresses=ada@example.net", "--content", SIMPLE),
    ],
    "pinpoint-email": [
        *("send-email", "--from-email-address", "shop@example.com"),
        *("--destination", "ToAddresses=ada@example.net", "--content", SIMPLE),
    ],
}


def aws(server: SesServer, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the AWS CLI, and return the completed process."""
    return subprocess.run(
        [sys.executable, "-m", "awscli", *arguments, "--output", "json"],
        env=server.env | {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def run(server: SesServer, *arguments: str) -> Any:
    """Run the AWS CLI, check that it succeeds, and return its JSON output."""
    result = aws(server, *arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout or "{}")


@pytest.mark.parametrize("api", SENDS)
def test_the_cli_sends(api: str) -> None:
    """A message sent with any API is in the outbox, with the id that the CLI prints."""
    with mock_ses(identities="example.com").serve() as server:
        response = run(server, api, *SENDS[api])
        message = server.ses_mock.outbox.one()

    assert (response["MessageId"], message.api) == (message.message_id, api)
    assert (message.subject, message.text) == ("Hello", "Grüße")


def test_the_cli_manages_identities_and_sets() -> None:
    """Identities and configuration sets created with one API are visible in the others."""
    with mock_ses().serve() as server:
        run(server, "sesv2", "create-email-identity", "--email-identity", "example.com")
        run(server, "pinpoint-email", "create-configuration-set", "--configuration-set-name", "main")
        identities = run(server, "ses", "list-identities")["Identities"]
        sets = run(server, "sesv2", "list-configuration-sets")["ConfigurationSets"]

    assert (identities, sets) == (["example.com"], ["main"])


@pytest.mark.parametrize(("api", "code"), [("ses", "MessageRejected"), ("sesv2", "MessageRejected")])
def test_the_cli_shows_why_a_message_is_refused(api: str, code: str) -> None:
    """If SES refuses a message, the CLI prints SES's error."""
    with mock_ses().serve() as server:
        result = aws(server, api, *SENDS[api])

    # 254 means that the service returned an error; 255 is the general status for errors.
    assert result.returncode in {254, 255}
    assert f"({code})" in result.stderr
    assert "Email address is not verified." in result.stderr
