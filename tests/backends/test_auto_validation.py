"""Auto Validation: mail to addresses that SES is not sure of is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

RECIPIENTS = ("ada@example.net", "bob@example.net", "eve@doubtful.example")


def require(client: SESV2Client, verdict: Any = None, *, enabled: bool = True) -> None:
    """Set the threshold."""
    threshold: Any = {"ConditionThresholdEnabled": "ENABLED" if enabled else "DISABLED"}
    if verdict is not None:
        threshold["OverallConfidenceThreshold"] = {"ConfidenceVerdictThreshold": verdict}
    client.put_account_suppression_attributes(
        SuppressedReasons=[], ValidationAttributes={"ConditionThreshold": threshold}
    )


@pytest.mark.parametrize(
    ("verdict", "withheld"),
    [
        ("HIGH", ["bob@example.net", "eve@doubtful.example"]),
        ("MEDIUM", ["bob@example.net"]),
        ("MANAGED", ["bob@example.net"]),
        (None, ["bob@example.net"]),
    ],
)
def test_doubtful_recipients_get_no_mail(
    mocked: SesMock, sesv2: SESV2Client, verdict: Any, withheld: list[str]
) -> None:
    """By address, else by domain; of all others SES is sure."""
    mocked.confidences["Bob <bob@EXAMPLE.net>"] = "LOW"
    mocked.confidences["doubtful.example"] = "MEDIUM"
    require(sesv2, verdict)
    send(sesv2, *RECIPIENTS)
    [message] = mocked.outbox

    assert [to for to, outcome in message.outcomes.items() if outcome == "suppressed"] == withheld
    assert [event.type for event in message.events] == ["Send", "Delivery", "Bounce"]
    assert message.events[-1].document["bounce"]["bounceSubType"] == "EmailValidationSuppressed"


def test_a_threshold_adds_to_the_list(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Listed recipients are withheld for their own reason."""
    mocked.confidences["bob@example.net"] = "LOW"
    require(sesv2, "MEDIUM")
    sesv2.put_suppressed_destination(EmailAddress="ada@example.net", Reason="COMPLAINT")
    mocked.account.suppression.reasons = ("COMPLAINT",)
    send(sesv2, *RECIPIENTS)

    assert list(mocked.outbox[0].outcomes.values()) == ["suppressed", "suppressed", "delivered"]
    assert [str(event.type) for event in mocked.outbox[0].events[1:]] == [
        "Delivery",
        "Bounce",
        "Complaint",
    ]


def test_a_threshold_that_is_off_withholds_nothing(mocked: SesMock, sesv2: SESV2Client) -> None:
    """It is shown all the same."""
    mocked.confidences["bob@example.net"] = "LOW"
    require(sesv2, "HIGH", enabled=False)
    send(sesv2, "bob@example.net")

    assert list(mocked.outbox[0].outcomes.values()) == ["delivered"]
    assert sesv2.get_account()["SuppressionAttributes"] == {
        "SuppressedReasons": [],
        "ValidationAttributes": {
            "ConditionThreshold": {
                "ConditionThresholdEnabled": "DISABLED",
                "OverallConfidenceThreshold": {"ConfidenceVerdictThreshold": "HIGH"},
            }
        },
    }


def test_a_threshold_is_taken_away(sesv2: SESV2Client) -> None:
    """By attributes without one; without a verdict it shows none."""
    require(sesv2)
    without_verdict = sesv2.get_account()["SuppressionAttributes"]["ValidationAttributes"]
    sesv2.put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])

    assert without_verdict == {"ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}}
    assert sesv2.get_account()["SuppressionAttributes"] == {"SuppressedReasons": ["BOUNCE"]}


def test_a_threshold_that_there_is_not_is_refused(sesv2: SESV2Client) -> None:
    """Nothing is changed then."""
    told = refusal(require, client=sesv2, verdict="LOW")

    assert told == (
        "BadRequestException",
        "1 validation error detected: Value at "
        "'validationAttributes.conditionThreshold.overallConfidenceThreshold.confidenceVerdictThreshold' failed to "
        "satisfy constraint: Member must satisfy enum value set: [HIGH, MANAGED, MEDIUM]",
    )
    assert sesv2.get_account()["SuppressionAttributes"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}


def test_confidences_are_a_mapping(mocked: SesMock) -> None:
    """Of LOW, MEDIUM and HIGH alone."""
    confidences = mocked.confidences
    confidences["Example.ORG"] = "LOW"
    with pytest.raises(ValueError, match="unknown confidence 'SOME'; valid values: LOW, MEDIUM, HIGH"):
        confidences["example.net"] = "SOME"  # type: ignore[assignment]

    assert (dict(confidences), confidences["example.org"]) == ({"example.org": "LOW"}, "LOW")
    assert repr(confidences) == "Confidences({'example.org': 'LOW'})"
    del confidences["EXAMPLE.org"]
    assert len(confidences) == 0
