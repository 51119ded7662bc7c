"""Verdicts of GetEmailAddressInsights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

NAMES = (
    "HasValidSyntax",
    "HasValidDnsRecords",
    "MailboxExists",
    "IsRoleAddress",
    "IsDisposable",
    "IsRandomInput",
)
GOOD = "HIGH HIGH MEDIUM MEDIUM LOW LOW LOW"


def list_verdicts(client: SESV2Client, address: str) -> str:
    """Return the verdict on the whole address, followed by the verdicts in the order of ``NAMES``."""
    validation = client.get_email_address_insights(EmailAddress=address)["MailboxValidation"]
    evaluations: dict[str, Any] = {**validation["Evaluations"]}
    assert sorted(evaluations) == sorted(NAMES)
    words = [validation["IsValid"], *(evaluations[name] for name in NAMES)]
    return " ".join(word["ConfidenceVerdict"] for word in words)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ada@example.net", GOOD),
        ("ada", "LOW LOW LOW LOW LOW LOW LOW"),
        ("ada@@example.net", "LOW LOW LOW LOW LOW LOW LOW"),
        ("Ada <ada@example.net>", "LOW LOW LOW LOW LOW LOW LOW"),
        ("support@example.net", "HIGH HIGH MEDIUM MEDIUM HIGH LOW LOW"),
        ("Info+shop@example.net", "HIGH HIGH MEDIUM MEDIUM HIGH LOW LOW"),
        ("ada@Mailinator.com", "HIGH HIGH MEDIUM MEDIUM LOW HIGH LOW"),
        ("success@simulator.amazonses.com", GOOD),
        ("bounce+1@simulator.amazonses.com", "LOW HIGH MEDIUM LOW LOW LOW LOW"),
    ],
)
def test_an_address_gets_verdicts(sesv2: SESV2Client, address: str, expected: str) -> None:
    """The verdicts depend on syntax, local part and domain, and on the mailboxes of the simulator."""
    assert list_verdicts(sesv2, address) == expected


@pytest.mark.parametrize(
    ("key", "confidence", "expected"),
    [
        ("ada@example.net", "LOW", "LOW HIGH MEDIUM LOW LOW LOW LOW"),
        ("ada@example.net", "MEDIUM", "MEDIUM HIGH MEDIUM MEDIUM LOW LOW LOW"),
        ("ada@example.net", "HIGH", GOOD),
        ("example.net", "LOW", "LOW HIGH LOW LOW LOW LOW LOW"),
        ("bob@example.net", "LOW", GOOD),
    ],
)
def test_a_test_sets_the_confidence(
    mocked: SesMock, sesv2: SESV2Client, key: str, confidence: Any, expected: str
) -> None:
    """A test can set the confidence of an address or a domain; a domain's also applies to its DNS records."""
    mocked.confidences[key] = confidence

    assert list_verdicts(sesv2, "ada@example.net") == expected


def test_auto_validation_uses_the_same_verdicts(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Auto Validation withholds mail to an address with a low verdict."""
    mocked.confidences["ada@example.net"] = "LOW"
    sesv2.put_account_suppression_attributes(
        ValidationAttributes={"ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}}
    )

    assert list_verdicts(sesv2, "ada@example.net").startswith("LOW")
    assert send_message("ses").outcome == "suppressed"


@pytest.mark.parametrize(
    ("parameters", "constraint"),
    [
        ({}, "Member must not be null"),
        ({"EmailAddress": ""}, "Member must have length greater than or equal to 1"),
    ],
)
def test_an_address_is_required(mocked: SesMock, parameters: dict[str, str], constraint: str) -> None:
    """A missing or empty address is refused."""
    client: Any = boto3.client("sesv2", config=Config(parameter_validation=False))

    assert refusal(client.get_email_address_insights, **parameters) == (
        "BadRequestException",
        f"1 validation error detected: Value at 'emailAddress' failed to satisfy constraint: {constraint}",
    )
