"""Mail sent for a tenant: the resources that it needs, and where the tenant appears."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses
from tests.refusals import refusal, refusal_with_status
from tests.sending import send, send_message

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:"
IDENTITY, SET, TEMPLATE = f"{ARN}identity/example.com", f"{ARN}configuration-set/news", f"{ARN}template/hello"
RAW = b"X-SES-TENANT: %s\r\nFrom: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi"
TO: Any = {"ToAddresses": ["ada@example.net"]}
DENIED = "AccessDeniedException"
UNKNOWN = (404, "NotFoundException", "Tenant x for AwsAccountId 123456789012 not found.")


@pytest.fixture
def acme(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account with a tenant for example.com; the set and the template are not the tenant's."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_email_template(TemplateName="hello", TemplateContent={"Subject": "Hello", "Text": "Hi"})
    sesv2.create_tenant(TenantName="acme")
    associate(sesv2, IDENTITY)
    return sesv2


def associate(client: SESV2Client, *arns: str) -> None:
    """Associate resources with the tenant."""
    for arn in arns:
        client.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)


def send_raw_v1(client: SESV2Client, tenant: str) -> str:
    """Send a raw message with SES v1 and the tenant in its header."""
    return boto3.client("ses").send_raw_email(RawMessage={"Data": RAW % tenant.encode()})["MessageId"]


def send_raw(client: SESV2Client, tenant: str) -> str:
    """Send a raw message with SES v2 and the tenant in its header."""
    return client.send_email(Content={"Raw": {"Data": RAW % tenant.encode()}})["MessageId"]


def send_raw_with_other_header(client: SESV2Client, tenant: str) -> str:
    """Send a raw message with the tenant in the call and another tenant in the header."""
    return client.send_email(Content={"Raw": {"Data": RAW % b"y"}}, TenantName=tenant)["MessageId"]


def send_simple(client: SESV2Client, tenant: str) -> str:
    """Send a simple message for a tenant."""
    return send(client, TenantName=tenant)


def send_bulk(client: SESV2Client, tenant: str, **options: Any) -> str:
    """Make a bulk send of one message for a tenant, from an inline template."""
    template = {"TemplateContent": {"Subject": "Hello", "Text": "Hi"}, "TemplateData": "{}"}
    parameters: Any = {
        "FromEmailAddress": "shop@example.com",
        "DefaultContent": {"Template": template},
        "BulkEmailEntries": [{"Destination": TO}],
        "TenantName": tenant,
        **options,
    }
    return client.send_bulk_email(**parameters)["BulkEmailEntryResults"][0]["MessageId"]


SENDS = [send_simple, send_raw, send_raw_v1, send_raw_with_other_header, send_bulk]
Send = "Callable[[SESV2Client, str], str]"


@pytest.mark.parametrize("send", SENDS)
def test_a_message_has_its_tenant(mocked: SesMock, acme: SESV2Client, send: Send) -> None:
    """The tenant comes from the call or from the raw header, which is not delivered."""
    message_id = send(acme, "acme")

    message = mocked.outbox.one(tenant="acme")
    assert (message.message_id, message.tenant) == (message_id, "acme")
    assert "X-SES-TENANT" not in message.headers
    assert message.snapshot()["tenant"] == "acme"


def test_a_message_can_have_no_tenant(mocked: SesMock, acme: SESV2Client) -> None:
    """A message without a tenant, or with an empty header, has none."""
    send(acme)
    send_raw(acme, "")

    assert [message.tenant for message in mocked.outbox] == [None, None]


@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        (send_simple, 404, "NotFoundException"),
        (send_raw, 404, "NotFoundException"),
        (send_bulk, 404, "NotFoundException"),
        (send_raw_v1, 400, "InvalidParameterValue"),
    ],
)
def test_an_unknown_tenant_is_refused(acme: SESV2Client, send: Send, status: int, code: str) -> None:
    """An unknown tenant fails even a whole bulk send, and v1 reports it as an InvalidParameterValue."""
    assert refusal_with_status(send, acme, "x") == (status, code, UNKNOWN[2])


def test_a_failing_test_lists_the_tenants(mocked: SesMock, acme: SESV2Client) -> None:
    """After a send for an unknown tenant, a failed assertion lists the tenants."""
    refusal(send, acme, TenantName="acmee")
    with pytest.raises(AssertionError) as caught:
        mocked.outbox.one()

    assert "tenants: acme (in us-east-1); create one with create_tenant of SES v2" in str(caught.value)


def test_the_tenant_is_checked_first(acme: SESV2Client) -> None:
    """An unknown tenant is reported before invalid tags, senders, recipients and sets."""
    assert (
        refusal_with_status(
            send,
            acme,
            "broken",
            sender="shop@example.org",
            TenantName="x",
            ConfigurationSetName="x",
            EmailTags=[{"Name": "!", "Value": "!"}],
        )
        == UNKNOWN
    )


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"sender": "shop@example.org"}, [f"{ARN}identity/example.org"]),
        ({"sender": "ada@example.org"}, [f"{ARN}identity/ada@example.org"]),
        ({"sender": "ada@shop.example.com"}, []),
        ({"sender": "own@example.com"}, [f"{ARN}identity/own@example.com"]),
        ({"sender": "own@example.com", "FromEmailAddressIdentityArn": IDENTITY}, []),
        ({"FromEmailAddressIdentityArn": f"{ARN}identity/Example.COM"}, []),
        (
            {"FromEmailAddressIdentityArn": IDENTITY.replace("123456789012", "210987654321")},
            [IDENTITY.replace("123456789012", "210987654321")],
        ),
        ({"ConfigurationSetName": "news"}, [SET]),
        (
            {"sender": "shop@example.org", "ConfigurationSetName": "x", "Content": "template"},
            [f"{ARN}identity/example.org", f"{ARN}configuration-set/x", TEMPLATE],
        ),
        ({"Content": "template ARN"}, [TEMPLATE]),
        ({"Content": "inline"}, []),
    ],
)
def test_a_tenant_needs_the_resources_of_a_send(
    mocked: SesMock, acme: SESV2Client, options: dict[str, Any], missing: list[str]
) -> None:
    """A send's identity, configuration set and stored template must be associated with the tenant."""
    mocked.verify("own@example.com")
    acme.create_email_identity(EmailIdentity="ada@example.org")
    templates: dict[str, dict[str, Any]] = {
        "template": {"TemplateName": "hello"},
        "template ARN": {"TemplateArn": TEMPLATE},
        "inline": {"TemplateContent": {"Subject": "Hello", "Text": "Hi"}},
    }
    if "Content" in options:
        options = options | {"Content": {"Template": templates[options["Content"]]}}
    if not missing:
        assert send_message(acme, **options, TenantName="acme").tenant == "acme"
    else:
        assert refusal_with_status(send, acme, **options, TenantName="acme") == (
            403,
            DENIED,
            f"Tenant not associated with resources [{', '.join(missing)}].",
        )


def test_a_tenant_needs_the_default_set_of_an_identity(acme: SESV2Client) -> None:
    """The tenant also needs the default configuration set of the identity."""
    acme.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="news"
    )
    error = refusal(send, acme, TenantName="acme")
    associate(acme, SET)

    assert error == (DENIED, f"Tenant not associated with resources [{SET}].")
    assert send_message(acme, TenantName="acme").configuration_set == "news"


def test_v1_denies_a_send_without_the_resource(ses: SESClient, acme: SESV2Client) -> None:
    """v1 has its own code for a resource that the tenant lacks."""
    acme.delete_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)

    assert refusal_with_status(send_raw_v1, acme, "acme") == (
        403,
        "AccessDenied",
        f"Tenant not associated with resources [{IDENTITY}].",
    )


def test_raw_mail_without_a_sender_is_refused_as_such(acme: SESV2Client) -> None:
    """A missing sender is reported instead of a missing association."""
    raw = b"X-SES-TENANT: acme\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHi"

    assert refusal(acme.send_email, Content={"Raw": {"Data": raw}})[0] == "BadRequestException"


def test_with_a_wildcard_a_tenant_needs_no_identity() -> None:
    """With ``identities=["*"]``, a tenant needs no identity to send."""
    with mock_ses(identities=["*"]) as ses_mock:
        client = boto3.client("sesv2")
        client.create_tenant(TenantName="acme")
        send(client, TenantName="acme")

        assert ses_mock.outbox.one().tenant == "acme"


def test_a_tenant_needs_the_template_of_a_bulk_send(acme: SESV2Client) -> None:
    """A whole bulk send is refused until its template is associated with the tenant."""
    content = {"Template": {"TemplateName": "hello", "TemplateData": "{}"}}
    error = refusal(send_bulk, acme, "acme", DefaultContent=content)
    associate(acme, TEMPLATE)

    assert error == (DENIED, f"Tenant not associated with resources [{TEMPLATE}].")
    assert send_bulk(acme, "acme", DefaultContent=content)


def test_events_have_the_tenant_as_a_tag(acme: SESV2Client) -> None:
    """Every event of a tenant's mail has the tag ses:tenant-name, and events of other mail do not."""
    associate(acme, SET)
    message = send_message(acme, TenantName="acme", ConfigurationSetName="news")
    other = send_message(acme)
    tags = [json.loads(event.json)["mail"]["tags"].get("ses:tenant-name") for event in message.events]

    assert tags == [["acme"], ["acme"]]
    assert "ses:tenant-name" not in json.loads(other.events[0].json)["mail"]["tags"]


def test_metrics_can_be_read_by_tenant(mocked: SesMock, acme: SESV2Client) -> None:
    """The dimension TENANT_NAME selects the mail of one tenant."""
    acme.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "ENABLED"})
    send(acme)
    send(acme, TenantName="acme")
    day = mocked.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    query: Any = {
        "Id": "a",
        "Namespace": "VDM",
        "Metric": "SEND",
        "StartDate": day,
        "EndDate": mocked.clock.now().replace(hour=23, minute=59),
    }
    results = [
        acme.batch_get_metric_data(Queries=[{**query, "Dimensions": {"TENANT_NAME": name}}])["Results"][0][
            "Values"
        ]
        for name in ("acme", "x")
    ]

    assert results == [[1], []]


def test_the_report_shows_the_tenant(acme: SESV2Client) -> None:
    """A serialized message shows its tenant."""
    from sesmock.pages.serialization import serialize_message

    message = send_message(acme, TenantName="acme")

    assert ["Tenant", "acme"] in serialize_message(message)["transmission"]  # type: ignore[operator]
