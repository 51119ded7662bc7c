"""Configuration sets, which the three APIs share, and the error texts of each API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain.configuration_sets import configuration_sets
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ATTRIBUTES: Any = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]


def create_set(client: Any, name: str, **options: Any) -> None:
    """Create a configuration set with any of the three clients."""
    if client.meta.service_model.service_name == "ses":
        client.create_configuration_set(ConfigurationSet={"Name": name})
    else:
        client.create_configuration_set(ConfigurationSetName=name, **options)


@pytest.fixture
def clients(ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> dict[str, Any]:
    """Return the three clients by name."""
    return {"ses": ses, "sesv2": sesv2, "pinpoint-email": pinpoint_email}


API = pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])


@API
def test_a_set_of_any_api_is_seen_by_all(clients: dict[str, Any], api: str) -> None:
    """Every API lists a set that one of them creates, until it is deleted."""
    create_set(clients[api], "news")

    assert clients["ses"].list_configuration_sets()["ConfigurationSets"] == [{"Name": "news"}]
    assert [
        clients[other].list_configuration_sets()["ConfigurationSets"] for other in ("sesv2", "pinpoint-email")
    ] == [
        ["news"],
        ["news"],
    ]
    for other in ("sesv2", "pinpoint-email"):
        assert (
            clients[other].get_configuration_set(ConfigurationSetName="news")["ConfigurationSetName"]
            == "news"
        )
    clients[api].delete_configuration_set(ConfigurationSetName="news")
    assert clients["sesv2"].list_configuration_sets()["ConfigurationSets"] == []


def test_a_set_has_the_defaults_of_its_api(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Reputation metrics of a new set are on in v2 and off in the others; v1 shows options on request."""
    create_set(ses, "one")
    create_set(sesv2, "two")
    create_set(pinpoint_email, "three")
    short_answer = ses.describe_configuration_set(ConfigurationSetName="one")
    full_answer = ses.describe_configuration_set(
        ConfigurationSetName="one", ConfigurationSetAttributeNames=ATTRIBUTES
    )
    v2_response = sesv2.get_configuration_set(ConfigurationSetName="two")

    assert {name for name in short_answer if name != "ResponseMetadata"} == {"ConfigurationSet"}
    assert "EventDestinations" not in full_answer
    assert full_answer["ReputationOptions"] == {"SendingEnabled": True, "ReputationMetricsEnabled": False}
    assert (v2_response["ReputationOptions"], v2_response["SendingOptions"], v2_response["Tags"]) == (
        {"ReputationMetricsEnabled": True},
        {"SendingEnabled": True},
        [],
    )
    assert "SuppressionOptions" not in v2_response
    assert sesv2.get_configuration_set(ConfigurationSetName="three")["ReputationOptions"] == {
        "ReputationMetricsEnabled": False
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a" * 65, "Configuration set name cannot exceed 64 characters."),
        (
            "a.b",
            "Invalid configuration set name <a.b>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
        ),
    ],
)
@pytest.mark.parametrize(
    ("api", "code"),
    [
        ("ses", "InvalidParameterValue"),
        ("sesv2", "BadRequestException"),
        ("pinpoint-email", "BadRequestException"),
    ],
)
def test_names_are_checked(clients: dict[str, Any], api: str, code: str, name: str, text: str) -> None:
    """A name is checked for length, then for characters, with the same texts in every API."""
    assert refusal(create_set, client=clients[api], name=name) == (code, text)


def test_an_empty_name_is_refused(ses: SESClient, sesv2: SESV2Client) -> None:
    """An empty name counts as missing."""
    error = refusal(create_set, client=ses, name="")

    assert error == ("InvalidParameterValue", "The configuration set name must be specified.")
    assert sesv2.list_configuration_sets()["ConfigurationSets"] == []


@pytest.mark.parametrize(
    ("api", "code"),
    [
        ("ses", "ConfigurationSetAlreadyExists"),
        ("sesv2", "AlreadyExistsException"),
        ("pinpoint-email", "AlreadyExistsException"),
    ],
)
def test_a_name_can_be_used_once(clients: dict[str, Any], api: str, code: str) -> None:
    """Names of sets are unique across the APIs."""
    create_set(clients["sesv2"], "news")

    assert refusal(create_set, client=clients[api], name="news") == (
        code,
        "Configuration set <news> already exists.",
    )


def test_the_number_of_sets_is_limited(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account can have only a limited number of configuration sets."""
    monkeypatch.setattr(configuration_sets, "MAX_SETS", 1)
    create_set(sesv2, "one")

    assert refusal(create_set, client=sesv2, name="two")[0] == "LimitExceededException"
    assert list(mocked.account.configuration_sets) == ["one"]


UNKNOWN = "Configuration set <x> does not exist."
V1_UNKNOWN = ("ConfigurationSetDoesNotExist", UNKNOWN)
V2_UNKNOWN = ("NotFoundException", UNKNOWN)


@pytest.mark.parametrize(
    ("api", "method", "parameters", "error"),
    [
        ("ses", "describe_configuration_set", {}, V1_UNKNOWN),
        ("ses", "delete_configuration_set", {}, V1_UNKNOWN),
        ("ses", "update_configuration_set_sending_enabled", {"Enabled": True}, V1_UNKNOWN),
        ("ses", "update_configuration_set_reputation_metrics_enabled", {"Enabled": True}, V1_UNKNOWN),
        ("sesv2", "get_configuration_set", {}, V2_UNKNOWN),
        ("sesv2", "delete_configuration_set", {}, V2_UNKNOWN),
        ("sesv2", "put_configuration_set_sending_options", {}, V2_UNKNOWN),
        ("sesv2", "put_configuration_set_reputation_options", {}, V2_UNKNOWN),
        ("sesv2", "put_configuration_set_suppression_options", {}, V2_UNKNOWN),
        ("pinpoint-email", "get_configuration_set", {}, V2_UNKNOWN),
        ("pinpoint-email", "delete_configuration_set", {}, V2_UNKNOWN),
        ("pinpoint-email", "put_configuration_set_sending_options", {}, V2_UNKNOWN),
        ("pinpoint-email", "put_configuration_set_reputation_options", {}, V2_UNKNOWN),
    ],
)
def test_an_unknown_set_is_an_error(
    clients: dict[str, Any], api: str, method: str, parameters: dict[str, Any], error: tuple[str, str]
) -> None:
    """Each API has its own code for an unknown set, with the same text."""
    assert refusal(getattr(clients[api], method), ConfigurationSetName="x", **parameters) == error


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"PageSize": 1001}, "The page size must be between 1 and 1000"),
        ({"NextToken": "x"}, "invalid nextToken x"),
        (
            {"Filter": {"CONFIGURATION_SET_NAME_CONTAINS": "ab"}},
            "CONFIGURATION_SET_NAME_CONTAINS must be between 3 and 64 characters",
        ),
    ],
)
def test_list_parameters_of_v2_are_checked(sesv2: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """An invalid page size, token or filter is refused with its own text."""
    assert refusal(sesv2.list_configuration_sets, **parameters) == ("BadRequestException", text)


BAD_PART = {"CONFIGURATION_SET_NAME_CONTAINS": "ab"}


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"PageSize": 0, "NextToken": "x", "Filter": BAD_PART}, "The page size must be between 1 and 1000"),
        (
            {"NextToken": "x", "Filter": BAD_PART},
            "CONFIGURATION_SET_NAME_CONTAINS must be between 3 and 64 characters",
        ),
    ],
)
def test_list_parameters_of_v2_are_checked_in_order(sesv2: SESV2Client, parameters: Any, text: str) -> None:
    """The page size is checked first, then the filter, then the token."""
    assert refusal(sesv2.list_configuration_sets, **parameters) == ("BadRequestException", text)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("NEWS", ["News-1", "my_news"]),
        ("s-1", ["News-1"]),
        (" news", []),
        ("\N{LATIN SMALL LETTER U WITH DIAERESIS}" * 64, []),
    ],
)
def test_a_name_filter_matches_any_part_in_any_case(sesv2: SESV2Client, part: str, names: list[str]) -> None:
    """A filter matches part of a name, ignoring case, and spaces count."""
    for name in ("News-1", "my_news", "ads"):
        create_set(sesv2, name)
    page = sesv2.list_configuration_sets(Filter={"CONFIGURATION_SET_NAME_CONTAINS": part})

    assert page["ConfigurationSets"] == names


def test_sets_are_listed_in_pages(ses: SESClient, sesv2: SESV2Client) -> None:
    """v1 lists 50 sets per page, even for an out-of-range size, and a token continues the list."""
    for number in range(52):
        create_set(ses, f"set-{number:02}")
    first = ses.list_configuration_sets(MaxItems=2000)
    rest = ses.list_configuration_sets(NextToken=first["NextToken"])
    some = sesv2.list_configuration_sets(PageSize=3, Filter={"CONFIGURATION_SET_NAME_CONTAINS": "-05"})

    assert (len(first["ConfigurationSets"]), [item["Name"] for item in rest["ConfigurationSets"]]) == (
        50,
        ["set-50", "set-51"],
    )
    assert "NextToken" not in rest
    assert some["ConfigurationSets"] == ["set-05"]
    assert refusal(ses.list_configuration_sets, NextToken="x") == ("InvalidParameterValue", None)


def test_empty_sending_options_disable_sending(sesv2: SESV2Client) -> None:
    """A set created with ``SendingOptions={}`` does not send; a set created without the member does."""
    sesv2.create_configuration_set(ConfigurationSetName="silent", SendingOptions={})
    sesv2.create_configuration_set(ConfigurationSetName="loud")

    assert [
        sesv2.get_configuration_set(ConfigurationSetName=name)["SendingOptions"]["SendingEnabled"]
        for name in ("silent", "loud")
    ] == [False, True]
