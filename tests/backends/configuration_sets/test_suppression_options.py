"""Suppression options of configuration sets: scope, reasons and validation threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

BAD = "1 validation error detected: Value at '{}' failed to satisfy constraint: "
SCOPE = f"{BAD}Member must satisfy enum value set: [TENANT, ACCOUNT]"
PUT = "/v2/email/configuration-sets/news/suppression-options"


def build_threshold(verdict: str | None, status: str = "ENABLED") -> Any:
    """Return validation options with a confidence threshold."""
    condition: Any = {"ConditionThresholdEnabled": status}
    if verdict is not None:
        condition["OverallConfidenceThreshold"] = {"ConfidenceVerdictThreshold": verdict}
    return {"ConditionThreshold": condition}


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Create a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def read_suppression(sesv2: SESV2Client, name: str = "news") -> Any:
    """Return the suppression options of a set."""
    return sesv2.get_configuration_set(ConfigurationSetName=name).get("SuppressionOptions")


@pytest.mark.parametrize(
    "options",
    [
        {"SuppressedReasons": ["COMPLAINT"]},
        {"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"},
        {"SuppressionScope": "TENANT"},
        {"ValidationOptions": build_threshold("HIGH")},
        {
            "SuppressedReasons": ["BOUNCE"],
            "SuppressionScope": "TENANT",
            "ValidationOptions": build_threshold(None),
        },
    ],
)
def test_options_can_be_set_at_creation_or_later(sesv2: SESV2Client, options: Any) -> None:
    """Reasons, scope and threshold can be set separately, at creation or later."""
    sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", **options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", SuppressionOptions=options)

    assert (read_suppression(sesv2), read_suppression(sesv2, "offers")) == (options, options)


def test_an_empty_put_disables_suppression(sesv2: SESV2Client) -> None:
    """A Put replaces all options, so an empty one leaves no suppressed reasons."""
    put = sesv2.put_configuration_set_suppression_options
    put(ConfigurationSetName="news", SuppressionScope="TENANT", ValidationOptions=build_threshold("HIGH"))
    put(ConfigurationSetName="news")

    assert read_suppression(sesv2) == {"SuppressedReasons": []}


@pytest.mark.parametrize(
    ("options", "path", "text"),
    [
        ({"SuppressionScope": "ALL"}, "suppressionScope", SCOPE),
        (
            {"ValidationOptions": build_threshold("LOW")},
            "validationOptions.conditionThreshold.overallConfidenceThreshold.confidenceVerdictThreshold",
            f"{BAD}Member must satisfy enum value set: [HIGH, MANAGED, MEDIUM]",
        ),
        (
            {"SuppressionScope": "ALL", "ValidationOptions": build_threshold(None, "ON")},
            "suppressionScope",
            SCOPE,
        ),
        (
            {"ValidationOptions": build_threshold(None, "ON")},
            "validationOptions.conditionThreshold.conditionThresholdEnabled",
            f"{BAD}Member must satisfy enum value set: [ENABLED, DISABLED]",
        ),
    ],
)
def test_an_unknown_scope_or_threshold_is_refused(
    sesv2: SESV2Client, options: Any, path: str, text: str
) -> None:
    """Unknown values are reported one at a time, with their path in the request."""
    put, create = sesv2.put_configuration_set_suppression_options, sesv2.create_configuration_set

    assert refusal(put, ConfigurationSetName="news", **options) == ("BadRequestException", text.format(path))
    assert refusal(create, ConfigurationSetName="x", SuppressionOptions=options) == (
        "BadRequestException",
        text.format(f"suppressionOptions.{path}"),
    )


@pytest.mark.parametrize("reason", ["SPAM", None])
def test_a_put_has_its_own_text_for_an_unknown_reason(reason: str | None) -> None:
    """An unknown or null reason is refused before the scope is checked."""
    assert send_json("PUT", PUT, {"SuppressedReasons": [reason], "SuppressionScope": "ALL"}) == (
        "BadRequestException",
        f"Reason {reason or 'null'} is invalid, must be one of [BOUNCE, COMPLAINT].",
    )


def test_an_unknown_set_is_reported_first(sesv2: SESV2Client) -> None:
    """The set is looked up before the options."""
    put = sesv2.put_configuration_set_suppression_options

    assert refusal(put, ConfigurationSetName="x", SuppressedReasons=["SPAM"], SuppressionScope="ALL") == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("account_options", "set_options", "outcome"),
    [
        (None, None, "delivered"),
        (build_threshold("HIGH"), None, "suppressed"),
        (None, build_threshold("HIGH"), "suppressed"),
        (build_threshold("HIGH"), build_threshold("MEDIUM"), "delivered"),
        (build_threshold("HIGH"), build_threshold("HIGH", "DISABLED"), "delivered"),
    ],
)
def test_a_set_can_have_its_own_threshold(
    mocked: SesMock, sesv2: SESV2Client, api: str, account_options: Any, set_options: Any, outcome: str
) -> None:
    """A set's threshold replaces the account's, even when the set's own is disabled."""
    mocked.confidences["ada@example.net"] = "MEDIUM"
    if account_options is not None:
        sesv2.put_account_suppression_attributes(ValidationAttributes=account_options)
    if set_options is not None:
        sesv2.put_configuration_set_suppression_options(
            ConfigurationSetName="news", ValidationOptions=set_options
        )
    message = send_message(api, ConfigurationSetName="news")

    assert message.outcomes == {"ada@example.net": outcome}


def test_a_set_with_only_a_scope_uses_the_accounts_reasons(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Mail to a listed address is still suppressed if the set has only a scope."""
    sesv2.put_suppressed_destination(EmailAddress="ada@example.net", Reason="BOUNCE")
    sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", SuppressionScope="ACCOUNT")

    assert send_message(ConfigurationSetName="news").outcomes == {"ada@example.net": "suppressed"}
