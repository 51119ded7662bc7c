"""The options of configuration sets through the three APIs."""

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
    """Make a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def shown(sesv2: SESV2Client) -> Any:
    """Return the tracking options of the set as v2 shows them."""
    return sesv2.get_configuration_set(ConfigurationSetName="news").get("TrackingOptions")


def shown_by_v1(ses: SESClient) -> Any:
    """Return the tracking options of the set as v1 shows them."""
    described = ses.describe_configuration_set(
        ConfigurationSetName="news", ConfigurationSetAttributeNames=["trackingOptions"]
    )
    return described.get("TrackingOptions")


def by_v1(ses: SESClient, verb: str, domain: str | None = DOMAIN, name: str = "news") -> None:
    """Create, update or delete the options of a set by v1."""
    given = {} if verb == "delete" else {"TrackingOptions": {"CustomRedirectDomain": domain}}
    getattr(ses, f"{verb}_configuration_set_tracking_options")(ConfigurationSetName=name, **given)


def test_v1_sets_changes_and_takes_away(ses: SESClient, sesv2: SESV2Client) -> None:
    """v2 sees it."""
    by_v1(ses, "create")
    created = shown(sesv2)
    by_v1(ses, "update", "example.com")
    updated = shown_by_v1(ses)
    by_v1(ses, "delete")

    assert (created, updated) == (
        {"CustomRedirectDomain": DOMAIN},
        {"CustomRedirectDomain": "example.com"},
    )
    assert (shown(sesv2), shown_by_v1(ses)) == (None, None)


def test_v2_replaces_all(ses: SESClient, sesv2: SESV2Client) -> None:
    """What is not given is cleared; v1 sees the domain."""
    put = sesv2.put_configuration_set_tracking_options
    put(ConfigurationSetName="news", CustomRedirectDomain=DOMAIN, HttpsPolicy="REQUIRE")
    whole, of_v1 = shown(sesv2), shown_by_v1(ses)
    put(ConfigurationSetName="news", CustomRedirectDomain="example.com")
    domain = shown(sesv2)
    put(ConfigurationSetName="news")

    assert (whole, of_v1) == (
        {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "REQUIRE"},
        {"CustomRedirectDomain": DOMAIN},
    )
    assert domain == {"CustomRedirectDomain": "example.com"}
    assert (shown(sesv2), shown_by_v1(ses)) == (None, None)


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
def test_v2_looks_at_the_domain_before_the_policy(
    mocked: SesMock, sesv2: SESV2Client, options: Any, text: str
) -> None:
    """A verified address is not a domain, and a policy alone is not enough."""
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
def test_the_parts_of_a_new_set_are_checked_in_turn(
    sesv2: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """The name comes first, then tags and options; that the name is taken comes last."""
    told = refusal(sesv2.create_configuration_set, **{"ConfigurationSetName": "news", **parameters})

    assert told == ("BadRequestException", text)


def test_a_set_is_created_with_options(sesv2: SESV2Client, pinpoint_email: PinpointEmailClient) -> None:
    """Pinpoint knows the domain alone, and changes it alone."""
    sesv2.delete_configuration_set(ConfigurationSetName="news")
    options: Any = {"CustomRedirectDomain": DOMAIN, "HttpsPolicy": "REQUIRE"}
    sesv2.create_configuration_set(ConfigurationSetName="news", TrackingOptions=options)
    of_pinpoint = pinpoint_email.get_configuration_set(ConfigurationSetName="news")["TrackingOptions"]
    pinpoint_email.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="example.com"
    )
    changed = shown(sesv2)
    pinpoint_email.put_configuration_set_tracking_options(ConfigurationSetName="news")

    assert of_pinpoint == {"CustomRedirectDomain": DOMAIN}
    assert changed == {"CustomRedirectDomain": "example.com", "HttpsPolicy": "REQUIRE"}
    assert shown(sesv2) == {"HttpsPolicy": "REQUIRE"}


@pytest.mark.parametrize(
    ("verb", "domain", "name", "told"),
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
def test_v1_refuses(
    ses: SESClient, sesv2: SESV2Client, verb: str, domain: str, name: str, told: tuple[str, str]
) -> None:
    """The domain is looked at before the set."""
    assert refusal(by_v1, ses=ses, verb=verb, domain=domain, name=name) == told
    assert shown(sesv2) is None


def test_v1_creates_once(ses: SESClient) -> None:
    """The second time it is an error."""
    by_v1(ses, "create")

    assert refusal(by_v1, ses=ses, verb="create", domain="example.com") == (
        "TrackingOptionsAlreadyExistsException",
        "Configuration set <news> already has tracking options.",
    )
    assert shown_by_v1(ses) == {"CustomRedirectDomain": DOMAIN}


@pytest.mark.usefixtures("mocked")
def test_v1_wants_an_option() -> None:
    """Options without any, which no client of botocore sends."""
    form = "Action=CreateConfigurationSetTrackingOptions&ConfigurationSetName=news&TrackingOptions="
    request = AWSRequest("POST", "https://email.us-east-1.amazonaws.com/", {}, form).prepare()

    assert (
        b"At least one field of TrackingOptions must contain a value."
        in URLLib3Session().send(request).content
    )


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_the_domain_must_be_verified(sesv2: SESV2Client, api: str) -> None:
    """With the set, too; nothing is created then."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of two
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
    assert shown(sesv2) is None


def test_a_mock_that_verifies_nothing_does_not_mind() -> None:
    """With ``identities="*"`` any domain is fine."""
    with mock_ses(identities="*", isolated=True):
        client = boto3.client("sesv2")
        client.create_configuration_set(ConfigurationSetName="news")
        client.put_configuration_set_tracking_options(
            ConfigurationSetName="news", CustomRedirectDomain="click.example.org"
        )

        assert shown(client) == {"CustomRedirectDomain": "click.example.org"}


def test_options_and_tags_are_kept(sesv2: SESV2Client) -> None:
    """What is given at creation is shown."""
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
def test_sending_is_switched_by_every_api(sesv2: SESV2Client, api: str) -> None:
    """A set that is off refuses mail; switching it on again is a fresh start."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of three

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


def test_reputation_metrics_are_switched(ses: SESClient, sesv2: SESV2Client) -> None:
    """Reputation metrics are switched by v1 and by v2; for v2, not given is off."""

    def is_enabled() -> bool:
        return sesv2.get_configuration_set(ConfigurationSetName="news")["ReputationOptions"][
            "ReputationMetricsEnabled"
        ]

    sesv2.put_configuration_set_reputation_options(ConfigurationSetName="news")
    off = is_enabled()
    ses.update_configuration_set_reputation_metrics_enabled(ConfigurationSetName="news", Enabled=True)

    assert (off, is_enabled()) == (False, True)


@pytest.mark.parametrize(
    ("options", "told"),
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
    mocked: SesMock, sesv2: SESV2Client, options: dict[str, Any], told: tuple[str, str | None]
) -> None:
    """All or nothing, as SES has it; one of its answers is a failure of its own."""
    create = sesv2.create_configuration_set

    assert refusal(create, ConfigurationSetName="offers", **options) == told
    assert list(mocked.account.configuration_sets) == ["news"]


def test_a_reason_that_there_is_not_is_refused(sesv2: SESV2Client) -> None:
    """The Put operation has words of its own."""
    told = refusal(
        sesv2.put_configuration_set_suppression_options,
        ConfigurationSetName="news",
        SuppressedReasons=["SPAM"],
    )

    assert told == ("BadRequestException", "Reason SPAM is invalid, must be one of [BOUNCE, COMPLAINT].")
