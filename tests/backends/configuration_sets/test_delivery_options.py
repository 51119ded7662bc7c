"""Delivery options of configuration sets in the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

UNKNOWN_SET = "Configuration set <x> does not exist."


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Create a configuration set and a pool."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_dedicated_ip_pool(PoolName="offers")


DELIVERY: Any = {
    "TlsPolicy": "REQUIRE",
    "SendingPoolName": "offers",
    "MaxDeliverySeconds": 300,
    "SharedPoolDeliveryMode": "REGIONAL",
}


def read_delivery(client: Any) -> Any:
    """Return the delivery options of the set in v2 or Pinpoint Email."""
    return client.get_configuration_set(ConfigurationSetName="news").get("DeliveryOptions")


def read_delivery_by_v1(ses: SESClient) -> Any:
    """Return the delivery options of the set in v1."""
    response = ses.describe_configuration_set(
        ConfigurationSetName="news", ConfigurationSetAttributeNames=["deliveryOptions"]
    )
    return response.get("DeliveryOptions")


def test_v2_replaces_all_delivery_options_except_the_mode(ses: SESClient, sesv2: SESV2Client) -> None:
    """A Put in v2 clears omitted options, except the shared pool delivery mode."""
    put = sesv2.put_configuration_set_delivery_options
    put(ConfigurationSetName="news", **DELIVERY)
    whole, by_v1 = read_delivery(sesv2), read_delivery_by_v1(ses)
    put(ConfigurationSetName="news")

    assert (whole, by_v1) == (DELIVERY, {"TlsPolicy": "Require"})
    assert (read_delivery(sesv2), read_delivery_by_v1(ses)) == ({"SharedPoolDeliveryMode": "REGIONAL"}, None)


def test_cleared_delivery_options_are_not_shown(sesv2: SESV2Client) -> None:
    """A set shows no delivery options once all of them are cleared."""
    put = sesv2.put_configuration_set_delivery_options
    put(ConfigurationSetName="news", TlsPolicy="OPTIONAL", MaxDeliverySeconds=50_400)
    put(ConfigurationSetName="news")

    assert read_delivery(sesv2) is None


def test_the_other_apis_keep_options_of_v2(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """Pinpoint Email replaces only the TLS policy and the pool, and v1 replaces only the policy."""
    sesv2.put_configuration_set_delivery_options(ConfigurationSetName="news", **DELIVERY)
    pinpoint_options = read_delivery(pinpoint_email)
    ses.put_configuration_set_delivery_options(
        ConfigurationSetName="news", DeliveryOptions={"TlsPolicy": "Optional"}
    )
    after_v1 = read_delivery(sesv2)
    pinpoint_email.put_configuration_set_delivery_options(ConfigurationSetName="news", TlsPolicy="REQUIRE")

    assert pinpoint_options == {"TlsPolicy": "REQUIRE", "SendingPoolName": "offers"}
    assert after_v1 == {**DELIVERY, "TlsPolicy": "OPTIONAL"}
    assert read_delivery(sesv2) == {
        "TlsPolicy": "REQUIRE",
        "MaxDeliverySeconds": 300,
        "SharedPoolDeliveryMode": "REGIONAL",
    }


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_a_set_is_created_with_delivery_options(sesv2: SESV2Client, api: str) -> None:
    """A set can be created with delivery options, as CDK and Terraform do."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of two APIs
    sesv2.delete_configuration_set(ConfigurationSetName="news")
    client.create_configuration_set(ConfigurationSetName="news", DeliveryOptions={"TlsPolicy": "REQUIRE"})

    assert read_delivery(sesv2) == {"TlsPolicy": "REQUIRE"}


BAD = "1 validation error detected: Value at '{}{}' failed to satisfy constraint: Member must "
DELIVERY_REFUSALS = [
    (
        {"TlsPolicy": "MUST", "SendingPoolName": ""},
        f"{BAD}satisfy enum value set: [OPTIONAL, REQUIRE]",
        "tlsPolicy",
    ),
    ({"SendingPoolName": " ", "MaxDeliverySeconds": 50_401}, "sendingPoolName can't be blank.", ""),
    ({"SendingPoolName": "x", "MaxDeliverySeconds": 50_401}, "SendingPool <x> doesn't exist", ""),
    (
        {"MaxDeliverySeconds": 50_401, "SharedPoolDeliveryMode": "NEAR"},
        f"{BAD}have value less than or equal to 50400",
        "maxDeliverySeconds",
    ),
    (
        {"SharedPoolDeliveryMode": "NEAR"},
        f"{BAD}satisfy enum value set: [GLOBAL, REGIONAL, ACCOUNT]",
        "sharedPoolDeliveryMode",
    ),
]


@pytest.mark.parametrize(("options", "text", "member"), DELIVERY_REFUSALS)
def test_delivery_options_are_checked_in_order(
    sesv2: SESV2Client, options: dict[str, Any], text: str, member: str
) -> None:
    """Put and Create report the first invalid option."""
    put = sesv2.put_configuration_set_delivery_options
    create = sesv2.create_configuration_set

    assert refusal(put, ConfigurationSetName="news", **options) == (
        "BadRequestException",
        text.format("", member),
    )
    assert refusal(create, ConfigurationSetName="news", DeliveryOptions=options) == (
        "BadRequestException",
        text.format("deliveryOptions.", member),
    )


def test_a_short_delivery_time_is_refused() -> None:
    """A time that botocore refuses as too short is refused after the pool is checked."""
    path, text = (
        "/v2/email/configuration-sets/news/delivery-options",
        "have value greater than or equal to 300",
    )

    assert send_json("PUT", path, {"MaxDeliverySeconds": 299}) == (
        "BadRequestException",
        f"{BAD}{text}".format("", "maxDeliverySeconds"),
    )
    assert send_json("PUT", path, {"MaxDeliverySeconds": 299, "SendingPoolName": "x"})[1] == (
        "SendingPool <x> doesn't exist"
    )


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_delivery_options_need_a_set(mocked: SesMock, api: str) -> None:
    """An unknown set is reported before invalid options."""
    client: Any = boto3.client(api)  # type: ignore[call-overload] # one of three APIs
    put = client.put_configuration_set_delivery_options
    options = {"DeliveryOptions": {"TlsPolicy": "Require"}} if api == "ses" else {"TlsPolicy": "MUST"}
    code = "ConfigurationSetDoesNotExist" if api == "ses" else "NotFoundException"

    assert refusal(put, ConfigurationSetName="x", **options) == (code, UNKNOWN_SET)


def test_v1_has_two_policies(ses: SESClient) -> None:
    """The TLS policies of v1 are Optional and Require."""
    put = ses.put_configuration_set_delivery_options
    options: Any = {"TlsPolicy": "REQUIRE"}

    assert refusal(put, ConfigurationSetName="news", DeliveryOptions=options) == (
        "ValidationError",
        f"{BAD}satisfy enum value set: [Optional, Require]".format("deliveryOptions.", "tlsPolicy"),
    )


@pytest.mark.parametrize("pool", ["offers", "ses-default-dedicated-pool", "ses-shared-pool"])
def test_a_set_can_send_from_a_built_in_pool(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient, pool: str
) -> None:
    """A set sends from a pool of the account or from a built-in pool."""
    pinpoint_email.put_configuration_set_delivery_options(ConfigurationSetName="news", SendingPoolName=pool)

    assert read_delivery(sesv2) == {"SendingPoolName": pool}


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("pool", "leased_into", "route"),
    [
        (None, None, (None, "54.240.48.102")),
        (None, "ses-default-dedicated-pool", ("ses-default-dedicated-pool", "192.0.2.1")),
        (None, "offers", (None, "54.240.48.102")),
        ("offers", None, ("offers", "54.240.48.102")),
        ("offers", "offers", ("offers", "192.0.2.1")),
        ("ses-shared-pool", "ses-default-dedicated-pool", ("ses-shared-pool", "54.240.48.102")),
    ],
)
def test_a_message_is_sent_from_the_pool_of_its_set(
    mocked: SesMock,
    sesv2: SESV2Client,
    api: str,
    pool: str | None,
    leased_into: str | None,
    route: tuple[str | None, str],
) -> None:
    """A set sends from its own pool, or else from the default pool if that has an IP."""
    if leased_into is not None:
        mocked.lease_dedicated_ip("192.0.2.2", pool=leased_into)
        mocked.lease_dedicated_ip("192.0.2.1", pool=leased_into)
    if pool is not None:
        sesv2.put_configuration_set_delivery_options(ConfigurationSetName="news", SendingPoolName=pool)
    message = send_message(api, ConfigurationSetName="news")

    assert (message.sending_pool, message.outgoing_host.ip_address) == route


def test_a_message_without_a_set_is_sent_from_the_default_pool(mocked: SesMock) -> None:
    """Mail without a set is sent from the default pool as soon as that has an IP."""
    before = send_message()
    mocked.lease_dedicated_ip()
    after = send_message()

    assert (before.sending_pool, after.sending_pool) == (None, "ses-default-dedicated-pool")


def test_mail_of_a_managed_pool_is_sent_from_an_ses_ip(mocked: SesMock, sesv2: SESV2Client) -> None:
    """SES chooses the IPs of a managed pool, so its mail is not sent from the leased IP."""
    mocked.lease_dedicated_ip(pool="offers")
    sesv2.put_dedicated_ip_pool_scaling_attributes(PoolName="offers", ScalingMode="MANAGED")
    sesv2.put_configuration_set_delivery_options(ConfigurationSetName="news", SendingPoolName="offers")
    message = send_message(ConfigurationSetName="news")

    assert (message.sending_pool, message.outgoing_host.ip_address) == ("offers", "54.240.48.102")


@pytest.mark.parametrize(
    ("region", "host"),
    [("us-east-1", "a2-7.smtp-out.amazonses.com"), ("eu-west-1", "e2-7.smtp-out.eu-west-1.amazonses.com")],
)
def test_events_show_the_dedicated_ip(mocked: SesMock, region: str, host: str) -> None:
    """The tag and the host of a delivery event show the IP that sent the message."""
    client: Any = boto3.client("sesv2", region_name=region)
    mocked.accounts["123456789012", region].dedicated_ips.lease("192.0.2.7")
    message = send_message(client)
    document: Any = message.events[-1].document

    assert document["mail"]["tags"]["ses:outgoing-ip"] == ["192.0.2.7"]
    assert document["delivery"]["reportingMTA"] == host


@pytest.fixture
def orphaned_set(sesv2: SESV2Client) -> None:
    """Assign a pool to the set, and delete the pool."""
    sesv2.put_configuration_set_delivery_options(ConfigurationSetName="news", SendingPoolName="offers")
    sesv2.delete_dedicated_ip_pool(PoolName="offers")


@pytest.mark.usefixtures("orphaned_set")
@pytest.mark.parametrize(
    ("api", "code"),
    [
        ("ses", "InvalidParameterValue"),
        ("sesv2", "BadRequestException"),
        ("pinpoint-email", "BadRequestException"),
    ],
)
def test_a_send_from_a_deleted_pool_is_refused(sesv2: SESV2Client, api: str, code: str) -> None:
    """A set keeps the name of a deleted pool, and sends again once a pool has that name."""
    error = refusal(send, api, ConfigurationSetName="news")
    sesv2.create_dedicated_ip_pool(PoolName="offers")

    assert error == (code, "SendingPool <offers> doesn't exist")
    assert read_delivery(sesv2) == {"SendingPoolName": "offers"}
    assert send_message(api, ConfigurationSetName="news").sending_pool == "offers"


@pytest.fixture
def template(sesv2: SESV2Client) -> None:
    """Create a template."""
    content: Any = {"Subject": "Hello", "Text": "Hi"}
    sesv2.create_email_template(TemplateName="hello", TemplateContent=content)


@pytest.mark.usefixtures("orphaned_set", "template")
def test_bulk_entries_from_a_deleted_pool_fail(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Each entry of a bulk send fails with SES's status for an invalid sending pool."""
    destination: Any = {"Destination": {"ToAddresses": ["ada@example.net"]}}
    by_v1 = ses.send_bulk_templated_email(
        Source="shop@example.com",
        Template="hello",
        DefaultTemplateData="{}",
        ConfigurationSetName="news",
        Destinations=[destination],
    )["Status"]
    by_v2 = sesv2.send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={"Template": {"TemplateName": "hello", "TemplateData": "{}"}},
        ConfigurationSetName="news",
        BulkEmailEntries=[destination],
    )["BulkEmailEntryResults"]
    text = "SendingPool <offers> doesn't exist"

    assert by_v1 == [{"Status": "InvalidSendingPoolName", "Error": text}]
    assert by_v2 == [{"Status": "INVALID_SENDING_POOL_NAME", "Error": text}]
    assert len(mocked.outbox) == 0
