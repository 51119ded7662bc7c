"""Options of configuration sets in the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

DOMAIN = "click.example.com"
UNVERIFIED = "Domain <click.example.org> is not verified under this account."
UNKNOWN_SET = "Configuration set <x> does not exist."


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Create a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def read_tracking(sesv2: SESV2Client) -> Any:
    """Return the tracking options of the set in v2."""
    return sesv2.get_configuration_set(ConfigurationSetName="news").get("TrackingOptions")


def read_tracking_by_v1(ses: SESClient) -> Any:
    """Return the tracking options of the set in v1."""
    response = ses.describe_configuration_set(
        ConfigurationSetName="news", ConfigurationSetAttributeNames=["trackingOptions"]
    )
    return response.get("TrackingOptions")


def change_by_v1(ses: SESClient, verb: str, domain: str | None = DOMAIN, name: str = "news") -> None:
    """Create, update or delete the tracking options of a set in v1."""
    options = {} if verb == "delete" else {"TrackingOptions": {"CustomRedirectDomain": domain}}
    getattr(ses, f"{verb}_configuration_set_tracking_options")(ConfigurationSetName=name, **options)


def test_v1_creates_updates_and_deletes_tracking_options(ses: SESClient, sesv2: SESV2Client) -> None:
    """v2 shows the tracking options that v1 creates, updates and deletes."""
    change_by_v1(ses, "create")
    created = read_tracking(sesv2)
    change_by_v1(ses, "update", "example.com")
    updated = read_tracking_by_v1(ses)
    change_by_v1(ses, "delete")

    assert (created, updated) == (
        {"CustomRedirectDomain": DOMAIN},
        {"CustomRedirectDomain": "example.com"},
    )
    assert (read_tracking(sesv2), read_tracking_by_v1(ses)) == (None, None)


def test_v2_replaces_all_tracking_options(ses: SESClient, sesv2: SESV2Client) -> None:
    """A Put in v2 clears the options that it omits, and v1 shows only the domain."""
    put = sesv2.put_configuration_set_tracking_options
    put(ConfigurationSetName="news", CustomRedirectDomain=DOMAIN, HttpsPolicy="REQUIRE")
    v2_options, v1_options = read_tracking(sesv2), read_tracking_by_v1(ses)
    put(ConfigurationSetName="news", CustomRedirectDomain="example.com")
    domain = read_tracking(sesv2)
    put(ConfigurationSetName="news")

    assert (v2_options, v1_options) == (
        {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "REQUIRE"},
        {"CustomRedirectDomain": DOMAIN},
    )
    assert domain == {"CustomRedirectDomain": "example.com"}
    assert (read_tracking(sesv2), read_tracking_by_v1(ses)) == (None, None)


HTTPS_POLICY = (
    "1 validation error detected: Value at '{}' failed to satisfy constraint: "
    "Member must satisfy enum value set: [OPTIONAL, REQUIRE, REQUIRE_OPEN_ONLY]"
)
NO_DOMAIN = "CustomRedirectDomain must be specified."


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"HttpsPolicy": "REQUIRE"}, NO_DOMAIN),
        ({"CustomRedirectDomain": " ", "HttpsPolicy": "ALWAYS"}, NO_DOMAIN),
        ({"CustomRedirectDomain": "click.example.org", "HttpsPolicy": "ALWAYS"}, UNVERIFIED),
        (
            {"CustomRedirectDomain": "a@example.org"},
            "Domain <a@example.org> is not verified under this account.",
        ),
        ({"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "ALWAYS"}, HTTPS_POLICY.format("httpsPolicy")),
    ],
)
def test_v2_checks_the_domain_before_the_policy(
    mocked: SesMock, sesv2: SESV2Client, options: Any, text: str
) -> None:
    """A policy requires a domain, which must be verified and is checked first."""
    mocked.verify("a@example.org")

    put = sesv2.put_configuration_set_tracking_options
    assert refusal(put, ConfigurationSetName="news", **options) == ("BadRequestException", text)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"ConfigurationSetName": "a b", "Tags": [{"Key": "aws:a", "Value": ""}]},
            "Invalid configuration set name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
        ),
        (
            {
                "Tags": [{"Key": "aws:a", "Value": ""}],
                "TrackingOptions": {"CustomRedirectDomain": "", "HttpsPolicy": "ALWAYS"},
            },
            "Tags must not start with aws: 'aws:a'.",
        ),
        ({"TrackingOptions": {"CustomRedirectDomain": "", "HttpsPolicy": "ALWAYS"}}, NO_DOMAIN),
        (
            {"TrackingOptions": {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "ALWAYS"}},
            HTTPS_POLICY.format("trackingOptions.httpsPolicy"),
        ),
    ],
)
def test_the_parts_of_a_new_set_are_checked_in_order(
    sesv2: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """The name is checked first, then tags and options, and finally whether the name is taken."""
    error = refusal(sesv2.create_configuration_set, **{"ConfigurationSetName": "news", **parameters})

    assert error == ("BadRequestException", text)


def test_pinpoint_email_changes_only_the_domain(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Pinpoint Email shows and changes only the domain of the tracking options, not the HTTPS policy."""
    sesv2.delete_configuration_set(ConfigurationSetName="news")
    options: Any = {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "REQUIRE"}
    sesv2.create_configuration_set(ConfigurationSetName="news", TrackingOptions=options)
    pinpoint_options = pinpoint_email.get_configuration_set(ConfigurationSetName="news")["TrackingOptions"]
    pinpoint_email.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="example.com"
    )
    changed = read_tracking(sesv2)
    pinpoint_email.put_configuration_set_tracking_options(ConfigurationSetName="news")

    assert pinpoint_options == {"CustomRedirectDomain": DOMAIN}
    assert changed == {"CustomRedirectDomain": "example.com", "HttpsPolicy": "REQUIRE"}
    assert read_tracking(sesv2) == {"HttpsPolicy": "REQUIRE"}


@pytest.mark.parametrize(
    ("verb", "domain", "name", "error"),
    [
        ("create", "click.example.org", "x", ("InvalidTrackingOptions", UNVERIFIED)),
        ("update", "click.example.org", "x", ("InvalidTrackingOptions", UNVERIFIED)),
        ("create", "", "x", ("InvalidTrackingOptions", "CustomRedirectDomain must be specified.")),
        ("create", DOMAIN, "x", ("ConfigurationSetDoesNotExist", UNKNOWN_SET)),
        ("update", DOMAIN, "x", ("ConfigurationSetDoesNotExist", UNKNOWN_SET)),
        ("delete", DOMAIN, "x", ("ConfigurationSetDoesNotExist", UNKNOWN_SET)),
        (
            "update",
            DOMAIN,
            "news",
            (
                "TrackingOptionsDoesNotExistException",
                "There are no tracking options for configuration set <news>",
            ),
        ),
        (
            "delete",
            DOMAIN,
            "news",
            (
                "TrackingOptionsDoesNotExistException",
                "There are no tracking options for configuration set <news>",
            ),
        ),
    ],
)
def test_v1_refuses_invalid_tracking_options(
    ses: SESClient, sesv2: SESV2Client, verb: str, domain: str, name: str, error: tuple[str, str]
) -> None:
    """v1 checks the domain before the configuration set."""
    assert refusal(change_by_v1, ses=ses, verb=verb, domain=domain, name=name) == error
    assert read_tracking(sesv2) is None


def test_v1_creates_tracking_options_once(ses: SESClient) -> None:
    """v1 refuses to create tracking options for a set that already has them."""
    change_by_v1(ses, "create")

    assert refusal(change_by_v1, ses=ses, verb="create", domain="example.com") == (
        "TrackingOptionsAlreadyExistsException",
        "Configuration set <news> already has tracking options.",
    )
    assert read_tracking_by_v1(ses) == {"CustomRedirectDomain": DOMAIN}


@pytest.mark.usefixtures("mocked")
def test_v1_requires_a_tracking_option() -> None:
    """v1 refuses empty tracking options, which botocore never sends."""
    form = "Action=CreateConfigurationSetTrackingOptions&ConfigurationSetName=news&TrackingOptions="
    request = AWSRequest("POST", "https://email.us-east-1.amazonaws.com/", {}, form).prepare()

    assert (
        b"At least one field of TrackingOptions must contain a value."
        in URLLib3Session().send(request).content
    )


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_the_domain_must_be_verified(sesv2: SESV2Client, api: str) -> None:
    """An unverified domain is refused on Put and Create, and nothing is created."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of two APIs
    put, create = client.put_configuration_set_tracking_options, client.create_configuration_set
    domain = "click.example.org"

    assert refusal(put, ConfigurationSetName="news", CustomRedirectDomain=domain) == (
        "BadRequestException",
        UNVERIFIED,
    )
    assert refusal(put, ConfigurationSetName="x") == ("NotFoundException", UNKNOWN_SET)
    assert refusal(create, ConfigurationSetName="y", TrackingOptions={"CustomRedirectDomain": domain}) == (
        "BadRequestException",
        UNVERIFIED,
    )
    assert sesv2.list_configuration_sets()["ConfigurationSets"] == ["news"]
    assert read_tracking(sesv2) is None


def test_any_domain_is_accepted_with_a_wildcard() -> None:
    """With ``identities="*"``, any domain is accepted."""
    with mock_ses(identities="*", isolated=True):
        client = boto3.client("sesv2")
        client.create_configuration_set(ConfigurationSetName="news")
        client.put_configuration_set_tracking_options(
            ConfigurationSetName="news", CustomRedirectDomain="click.example.org"
        )

        assert read_tracking(client) == {"CustomRedirectDomain": "click.example.org"}


def test_options_and_tags_of_a_new_set_are_kept(sesv2: SESV2Client) -> None:
    """A set shows the options and tags that it was created with."""
    options: dict[str, Any] = {
        "ReputationOptions": {"ReputationMetricsEnabled": False},
        "SendingOptions": {"SendingEnabled": False},
        "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    sesv2.create_configuration_set(ConfigurationSetName="offers", **options)
    configuration_set = sesv2.get_configuration_set(ConfigurationSetName="offers")

    assert {name: configuration_set[name] for name in options} == options  # type: ignore[literal-required]


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_every_api_can_disable_sending(sesv2: SESV2Client, api: str) -> None:
    """A disabled set refuses mail, and re-enabling it records a fresh start."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of three APIs

    def switch(*, on: bool) -> None:
        if api == "ses":
            client.update_configuration_set_sending_enabled(ConfigurationSetName="news", Enabled=on)
        else:
            client.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=on)

    def send() -> str:
        return sesv2.send_email(
            FromEmailAddress="a@example.com",
            Destination={"ToAddresses": ["b@example.net"]},
            Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
            ConfigurationSetName="news",
        )["MessageId"]

    switch(on=False)
    off = refusal(send)
    switch(on=True)

    assert off == ("SendingPausedException", "Sending is paused for configuration set news")
    assert send()
    configuration_set = sesv2.get_configuration_set(ConfigurationSetName="news")
    assert configuration_set["ReputationOptions"]["LastFreshStart"]


def test_reputation_metrics_can_be_switched(ses: SESClient, sesv2: SESV2Client) -> None:
    """v1 and v2 can switch reputation metrics on and off; in v2, a missing value means off."""

    def is_enabled() -> bool:
        return sesv2.get_configuration_set(ConfigurationSetName="news")["ReputationOptions"][
            "ReputationMetricsEnabled"
        ]

    sesv2.put_configuration_set_reputation_options(ConfigurationSetName="news")
    off = is_enabled()
    ses.update_configuration_set_reputation_metrics_enabled(ConfigurationSetName="news", Enabled=True)

    assert (off, is_enabled()) == (False, True)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            {"SuppressionOptions": {"SuppressedReasons": ["SPAM"]}},
            (
                "BadRequestException",
                "1 validation error detected: Value at 'suppressionOptions.suppressedReasons' failed to satisfy "
                "constraint: Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, COMPLAINT]]",
            ),
        ),
        ({"SuppressionOptions": {}}, ("InternalFailure", "An internal failure has occurred.")),
    ],
)
def test_options_are_checked_before_anything_is_stored(
    mocked: SesMock, sesv2: SESV2Client, options: dict[str, Any], error: tuple[str, str | None]
) -> None:
    """A set with invalid options is not created; empty suppression options cause an InternalFailure."""
    create = sesv2.create_configuration_set

    assert refusal(create, ConfigurationSetName="offers", **options) == error
    assert list(mocked.account.configuration_sets) == ["news"]


def test_an_unknown_reason_is_refused(sesv2: SESV2Client) -> None:
    """The Put operation has its own text for an unknown reason."""
    error = refusal(
        sesv2.put_configuration_set_suppression_options,
        ConfigurationSetName="news",
        SuppressedReasons=["SPAM"],
    )

    assert error == ("BadRequestException", "Reason SPAM is invalid, must be one of [BOUNCE, COMPLAINT].")
