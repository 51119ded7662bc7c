"""Auto Validation: mail to doubtful addresses is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

RECIPIENTS = ("ada@example.net", "bob@example.net", "eve@doubtful.example")


def set_threshold(client: SESV2Client, verdict: Any = None, *, enabled: bool = True) -> None:
    """Set the account's confidence threshold."""
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
    """A recipient whose address or domain has a confidence below the threshold gets no mail."""
    mocked.confidences["Bob <bob@EXAMPLE.net>"] = "LOW"
    mocked.confidences["doubtful.example"] = "MEDIUM"
    set_threshold(sesv2, verdict)
    send(sesv2, *RECIPIENTS)
    [message] = mocked.outbox

    assert [to for to, outcome in message.outcomes.items() if outcome == "suppressed"] == withheld
    assert [event.type for event in message.events] == ["Send", "Delivery", "Bounce"]
    assert message.events[-1].document["bounce"]["bounceSubType"] == "EmailValidationSuppressed"


def test_a_threshold_adds_to_the_suppression_list(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A threshold withholds mail in addition to the suppression list, with an event for each reason."""
    mocked.confidences["bob@example.net"] = "LOW"
    set_threshold(sesv2, "MEDIUM")
    sesv2.put_suppressed_destination(EmailAddress="ada@example.net", Reason="COMPLAINT")
    mocked.account.suppression.reasons = ("COMPLAINT",)
    send(sesv2, *RECIPIENTS)

    assert list(mocked.outbox[0].outcomes.values()) == ["suppressed", "suppressed", "delivered"]
    assert [str(event.type) for event in mocked.outbox[0].events[1:]] == [
        "Delivery",
        "Bounce",
        "Complaint",
    ]


def test_a_disabled_threshold_withholds_nothing(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A disabled threshold is shown but withholds nothing."""
    mocked.confidences["bob@example.net"] = "LOW"
    set_threshold(sesv2, "HIGH", enabled=False)
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


def test_a_threshold_can_be_removed(sesv2: SESV2Client) -> None:
    """A threshold can be set without a verdict, and a request without a threshold removes it."""
    set_threshold(sesv2)
    without_verdict = sesv2.get_account()["SuppressionAttributes"]["ValidationAttributes"]
    sesv2.put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])

    assert without_verdict == {"ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}}
    assert sesv2.get_account()["SuppressionAttributes"] == {"SuppressedReasons": ["BOUNCE"]}


def test_an_unknown_threshold_is_refused(sesv2: SESV2Client) -> None:
    """An unknown threshold is refused and changes nothing."""
    error = refusal(set_threshold, client=sesv2, verdict="LOW")

    assert error == (
        "BadRequestException",
        "1 validation error detected: Value at "
        "'validationAttributes.conditionThreshold.overallConfidenceThreshold.confidenceVerdictThreshold' failed to "
        "satisfy constraint: Member must satisfy enum value set: [HIGH, MANAGED, MEDIUM]",
    )
    assert sesv2.get_account()["SuppressionAttributes"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}


def test_confidences_are_a_mapping(mocked: SesMock) -> None:
    """Confidences map addresses and domains to LOW, MEDIUM or HIGH."""
    confidences = mocked.confidences
    confidences["Example.ORG"] = "LOW"
    with pytest.raises(ValueError, match=r"unknown confidence 'low'; did you mean 'LOW'\?"):
        confidences["example.net"] = "low"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="the key must be an address or a domain, got ''"):
        confidences[""] = "LOW"
    with pytest.raises(TypeError, match="the key must be a string, got 5"):
        confidences[5] = "LOW"  # type: ignore[index]

    assert (dict(confidences), confidences["example.org"]) == ({"example.org": "LOW"}, "LOW")
    assert repr(confidences) == "Confidences({'example.org': 'LOW'})"
    del confidences["EXAMPLE.org"]
    assert len(confidences) == 0
