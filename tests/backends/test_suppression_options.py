"""Whose suppression list counts for the mail of a configuration set, for which reasons, and how sure SES must be."""

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


def threshold(verdict: str | None, status: str = "ENABLED") -> Any:
    """Return the options of Auto Validation."""
    condition: Any = {"ConditionThresholdEnabled": status}
    if verdict is not None:
        condition["OverallConfidenceThreshold"] = {"ConfidenceVerdictThreshold": verdict}
    return {"ConditionThreshold": condition}


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Make a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def shown(sesv2: SESV2Client, name: str = "news") -> Any:
    """Return the suppression options of a set."""
    return sesv2.get_configuration_set(ConfigurationSetName=name).get("SuppressionOptions")


@pytest.mark.parametrize(
    "options",
    [
        {"SuppressedReasons": ["COMPLAINT"]},
        {"SuppressedReasons": [], "SuppressionScope": "ACCOUNT"},
        {"SuppressionScope": "TENANT"},
        {"ValidationOptions": threshold("HIGH")},
        {"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT", "ValidationOptions": threshold(None)},
    ],
)
def test_options_are_set_with_the_set_or_later(sesv2: SESV2Client, options: Any) -> None:
    """Reasons and scope are options of their own: what is not given is as the account has it."""
    sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", **options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", SuppressionOptions=options)

    assert (shown(sesv2), shown(sesv2, "offers")) == (options, options)


def test_a_put_of_nothing_switches_suppression_off(sesv2: SESV2Client) -> None:
    """A Put replaces all options; without any, no reason counts."""
    put = sesv2.put_configuration_set_suppression_options
    put(ConfigurationSetName="news", SuppressionScope="TENANT", ValidationOptions=threshold("HIGH"))
    put(ConfigurationSetName="news")

    assert shown(sesv2) == {"SuppressedReasons": []}


@pytest.mark.parametrize(
    ("options", "path", "text"),
    [
        ({"SuppressionScope": "ALL"}, "suppressionScope", SCOPE),
        (
            {"ValidationOptions": threshold("LOW")},
            "validationOptions.conditionThreshold.overallConfidenceThreshold.confidenceVerdictThreshold",
            f"{BAD}Member must satisfy enum value set: [HIGH, MANAGED, MEDIUM]",
        ),
        (
            {"SuppressionScope": "ALL", "ValidationOptions": threshold(None, "ON")},
            "suppressionScope",
            SCOPE,
        ),
        (
            {"ValidationOptions": threshold(None, "ON")},
            "validationOptions.conditionThreshold.conditionThresholdEnabled",
            f"{BAD}Member must satisfy enum value set: [ENABLED, DISABLED]",
        ),
    ],
)
def test_an_unknown_scope_or_threshold_is_refused(
    sesv2: SESV2Client, options: Any, path: str, text: str
) -> None:
    """One option is told at a time, by its path in the request."""
    put, create = sesv2.put_configuration_set_suppression_options, sesv2.create_configuration_set

    assert refusal(put, ConfigurationSetName="news", **options) == ("BadRequestException", text.format(path))
    assert refusal(create, ConfigurationSetName="x", SuppressionOptions=options) == (
        "BadRequestException",
        text.format(f"suppressionOptions.{path}"),
    )


@pytest.mark.parametrize("reason", ["SPAM", None])
def test_a_put_tells_of_reasons_in_words_of_its_own(reason: str | None) -> None:
    """A reason comes before the scope, and may be null in other languages."""
    assert send_json("PUT", PUT, {"SuppressedReasons": [reason], "SuppressionScope": "ALL"}) == (
        "BadRequestException",
        f"Reason {reason or 'null'} is invalid, must be one of [BOUNCE, COMPLAINT].",
    )


def test_an_unknown_set_comes_first(sesv2: SESV2Client) -> None:
    """The set is looked up before the options."""
    put = sesv2.put_configuration_set_suppression_options

    assert refusal(put, ConfigurationSetName="x", SuppressedReasons=["SPAM"], SuppressionScope="ALL") == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("of_account", "of_set", "outcome"),
    [
        (None, None, "delivered"),
        (threshold("HIGH"), None, "suppressed"),
        (None, threshold("HIGH"), "suppressed"),
        (threshold("HIGH"), threshold("MEDIUM"), "delivered"),
        (threshold("HIGH"), threshold("HIGH", "DISABLED"), "delivered"),
    ],
)
def test_a_set_has_a_threshold_of_its_own(
    mocked: SesMock, sesv2: SESV2Client, api: str, of_account: Any, of_set: Any, outcome: str
) -> None:
    """It counts in place of the account's, if only to switch it off."""
    mocked.confidences["ada@example.net"] = "MEDIUM"
    if of_account is not None:
        sesv2.put_account_suppression_attributes(ValidationAttributes=of_account)
    if of_set is not None:
        sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", ValidationOptions=of_set)
    message = send_message(api, ConfigurationSetName="news")

    assert message.outcomes == {"ada@example.net": outcome}


def test_a_set_with_a_scope_alone_keeps_the_reasons_of_the_account(
    mocked: SesMock, sesv2: SESV2Client
) -> None:
    """Mail to a listed address is held back as before."""
    sesv2.put_suppressed_destination(EmailAddress="ada@example.net", Reason="BOUNCE")
    sesv2.put_configuration_set_suppression_options(ConfigurationSetName="news", SuppressionScope="ACCOUNT")

    assert send_message(ConfigurationSetName="news").outcomes == {"ada@example.net": "suppressed"}
