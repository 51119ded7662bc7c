"""`ses_mock.deny` and `ses_mock.required_permissions`, tested with boto3's clients of the three APIs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.refusals import refusal_with_status
from tests.sending import send

if TYPE_CHECKING:
    from sesmock import SesMock

APIS = ("ses", "sesv2", "pinpoint-email")
ADDRESS = "ada@example.net"
USER = "arn:aws:iam::123456789012:user/sesmock"
ARN = "arn:aws:ses:us-east-1:123456789012:"
RAW = b"From: Shop <shop@example.com>\nTo: ada@example.net\nSubject: Hello\n\nHi"
TEXT = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}


def send_raw(api: str, data: bytes = RAW) -> Any:
    """Send raw mail with one of the APIs."""
    client: Any = boto3.client(api)
    if api == "ses":
        return client.send_raw_email(RawMessage={"Data": data})
    return client.send_email(Destination={"ToAddresses": [ADDRESS]}, Content={"Raw": {"Data": data}})


@pytest.mark.parametrize(
    ("api", "code"),
    [
        ("ses", "AccessDenied"),
        ("sesv2", "AccessDeniedException"),
        ("pinpoint-email", "AccessDeniedException"),
    ],
)
def test_sending_is_denied_in_the_form_of_each_api(ses_mock: SesMock, api: str, code: str) -> None:
    """A denied send fails with the code of the API, and SES's text has the user, the action and the identity."""
    # The quotation marks, a backtick and an apostrophe, are SES's. Spec: sending.md §2.
    denial = ses_mock.deny("ses:SendEmail")

    assert refusal_with_status(send, api) == (
        403,
        code,
        f"User `{USER}' is not authorized to perform `ses:SendEmail' on resource `{ARN}identity/example.com'",
    )
    assert denial.hits == 1
    assert len(ses_mock.outbox) == 0


@pytest.mark.parametrize("api", APIS)
def test_raw_mail_has_its_own_action(ses_mock: SesMock, api: str) -> None:
    """Raw mail needs the permission SendRawEmail, even if SES v2 or Pinpoint Email sends it through SendEmail."""
    ses_mock.deny("ses:SendRawEmail")
    send(api)

    assert "perform `ses:SendRawEmail' on resource" in refusal_with_status(send_raw, api)[2]
    assert len(ses_mock.outbox) == 1


def test_each_kind_of_action_has_its_own_sentence(ses_mock: SesMock) -> None:
    """If nothing is sent, SES v1's error names the resource ``*``, and SES v2's names the one in the request."""
    # Spec: sending.md §2.
    ses_mock.deny()
    sesv2 = boto3.client("sesv2")

    assert refusal_with_status(boto3.client("ses").list_identities) == (
        403,
        "AccessDenied",
        f"User: {USER} is not authorized to perform: ses:ListIdentities on resource: * "
        "because no identity-based policy allows the ses:ListIdentities action",
    )
    assert refusal_with_status(sesv2.get_email_identity, EmailIdentity="example.com") == (
        403,
        "AccessDeniedException",
        f"User: {USER} is not authorized to perform: ses:GetEmailIdentity on resource: {ARN}identity/example.com "
        "because no identity-based policy allows the ses:GetEmailIdentity action",
    )


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "identity/example.com",
        "identity/*",
        "identity/ex?mple.com",
        f"{ARN}identity/example.com",
        "arn:aws:ses:*:*:identity/*",
    ],
)
def test_matching_resources_are_denied(ses_mock: SesMock, resource: str) -> None:
    """A resource can be an ARN or its part after the account id, with IAM's wildcards."""
    ses_mock.deny("ses:Send*", resource=resource)

    assert refusal_with_status(send)[1] == "AccessDeniedException"


@pytest.mark.parametrize(
    "resource",
    # IAM has only the wildcards * and ?, so the brackets are literal.
    ["identity/shop@example.com", "identity/[e]xample.com", f"{ARN}identity/*.org", "configuration-set/*"],
)
def test_other_resources_are_allowed(ses_mock: SesMock, resource: str) -> None:
    """A denial for another resource has no effect; here the resource of a send is the verified domain."""
    denial = ses_mock.deny("ses:SendEmail", resource=resource)
    send()

    assert repr(denial) == f"<ses_mock.deny('ses:SendEmail', resource={resource!r}): never hit>"


@pytest.mark.parametrize("api", APIS)
def test_the_most_granular_identity_counts(ses_mock: SesMock, api: str) -> None:
    """If both an address and its domain are verified, the resource of a send is the address."""
    ses_mock.verify("shop@example.com")
    ses_mock.deny("ses:*", resource="identity/shop@example.com")

    assert "identity/shop@example.com'" in refusal_with_status(send, api)[2]
    assert "identity/shop@example.com'" in refusal_with_status(send_raw, api)[2]
    send(api, sender="other@example.com")


def test_the_permission_is_checked_before_the_verification(ses_mock: SesMock) -> None:
    """A denial is reported before an unverified sender, with the sender's address as the resource."""
    ses_mock.deny("ses:SendEmail")

    assert (
        f"resource `{ARN}identity/x@example.org'" in refusal_with_status(send, sender="X <x@example.org>")[2]
    )


def test_the_resource_can_belong_to_another_account(ses_mock: SesMock) -> None:
    """If a call or a header has the ARN of an identity, the resource is that ARN."""
    ses_mock.deny("ses:SendEmail")
    arn = "arn:aws:ses:us-east-1:210987654321:identity/example.com"

    assert f"resource `{arn}'" in refusal_with_status(send, "ses", SourceArn=arn)[2]
    assert f"resource `{arn}'" in refusal_with_status(send, "sesv2", FromEmailAddressIdentityArn=arn)[2]
    ses_mock.deny("ses:SendRawEmail")
    assert (
        f"resource `{arn}'"
        in refusal_with_status(send_raw, "ses", f"X-SES-SOURCE-ARN: {arn}\n".encode() + RAW)[2]
    )


def test_recipients_in_the_sandbox_are_resources(ses_mock: SesMock) -> None:
    """In the sandbox, the identity of a recipient is also a resource of a send."""
    ses_mock.account.sandbox = True
    ses_mock.verify(ADDRESS)
    ses_mock.deny("ses:SendEmail", resource=f"identity/{ADDRESS}")

    assert f"identity/{ADDRESS}'" in refusal_with_status(send)[2]


def test_configuration_sets_are_resources(ses_mock: SesMock) -> None:
    """The configuration set of a message is a resource, whether it comes from the call, a header or the identity."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    ses_mock.deny("ses:Send*", resource="configuration-set/news")
    send()
    header = b"X-SES-CONFIGURATION-SET: news\n" + RAW

    assert "configuration-set/news'" in refusal_with_status(send, ConfigurationSetName="news")[2]
    assert "configuration-set/news'" in refusal_with_status(send_raw, "ses", header)[2]

    sesv2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="news"
    )
    assert "configuration-set/news'" in refusal_with_status(send)[2]


def test_templates_are_resources(ses_mock: SesMock) -> None:
    """The template of a send is a resource, whether the call has its name or its ARN."""
    ses, sesv2 = boto3.client("ses"), boto3.client("sesv2")
    ses.create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi", "TextPart": "Hi"})
    ses_mock.deny("*", resource="template/hi")
    destination = {"ToAddresses": [ADDRESS]}
    v1 = {"Source": "shop@example.com", "Destination": destination, "Template": "hi", "TemplateData": "{}"}

    def send_with_v2(**template: str) -> Any:
        return sesv2.send_email(
            FromEmailAddress="shop@example.com",
            Destination=destination,
            Content={"Template": {**template, "TemplateData": "{}"}},
        )

    assert (
        f"`ses:SendTemplatedEmail' on resource `{ARN}template/hi'"
        in refusal_with_status(ses.send_templated_email, **v1)[2]
    )
    assert (
        f"`ses:SendEmail' on resource `{ARN}template/hi'"
        in refusal_with_status(send_with_v2, TemplateName="hi")[2]
    )
    assert (
        f"`ses:SendEmail' on resource `{ARN}template/hi'"
        in refusal_with_status(send_with_v2, TemplateArn=f"{ARN}template/hi")[2]
    )
    assert refusal_with_status(sesv2.get_email_template, TemplateName="hi")[1] == "AccessDeniedException"
    assert ses.get_template(TemplateName="hi")["Template"]["SubjectPart"] == "Hi"


def test_a_denial_has_a_scope(ses_mock: SesMock) -> None:
    """A denial can cover several actions, and can be limited to one API, a number of calls or a block."""
    with ses_mock.deny(["SES:getaccount", "ListEmailIdentities"], api="sesv2", times=2) as denial:
        assert refusal_with_status(boto3.client("sesv2").get_account)[0] == 403
        assert refusal_with_status(boto3.client("sesv2").list_email_identities)[0] == 403
        boto3.client("sesv2").get_account()
        boto3.client("pinpoint-email").get_account()

    assert [call.operation for call in denial.calls] == ["GetAccount", "ListEmailIdentities"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"action": "ses:SendEmial"}, "unknown action 'ses:SendEmial' of SES; did you mean 'ses:SendEmail'"),
        ({"action": "s3:GetObject"}, "unknown action"),
        ({"times": 0}, "times must be >= 1, got 0"),
        ({"api": "imap"}, "unknown API"),
        ({"action": []}, "action is empty"),
        ({"resource": "example.com"}, "such as 'identity/example.com'"),
    ],
)
def test_mistakes_of_the_test_are_errors(ses_mock: SesMock, arguments: dict[str, Any], text: str) -> None:
    """A wrong argument raises an error that says what is valid, and denies nothing."""
    with pytest.raises(ValueError, match=text):
        ses_mock.deny(**arguments)
    send()

    assert len(ses_mock.outbox) == 1


def test_a_failure_mentions_the_denial(ses_mock: SesMock) -> None:
    """A failed assertion says that the test itself denied the permission, with the call of `deny`."""
    ses_mock.deny("ses:SendEmail")
    refusal_with_status(send)
    with pytest.raises(AssertionError) as caught:
        ses_mock.outbox.one(to=ADDRESS)

    assert "the test itself caused a failure: ses_mock.deny('ses:SendEmail')" in str(caught.value)


@pytest.mark.parametrize(
    ("error", "v1", "v2"),
    [
        ("InvalidClientTokenId", "InvalidClientTokenId", "UnrecognizedClientException"),
        ("ExpiredToken", "ExpiredToken", "ExpiredTokenException"),
        ("SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"),
    ],
)
def test_the_credentials_of_a_key_can_be_invalid(ses_mock: SesMock, error: str, v1: str, v2: str) -> None:
    """A fault can make the credentials of a single key invalid, with the code of each API."""
    ses_mock.fail(error=error, access_key="AKIAOLD")
    keys = {"aws_access_key_id": "AKIAOLD", "aws_secret_access_key": "x"}
    codes = [refusal_with_status(boto3.client(api, **keys).send_email, **_request(api))[:2] for api in APIS]
    send()

    assert codes == [(403, v1), (403, v2), (403, v2)]


def _request(api: str) -> dict[str, Any]:
    destination = {"ToAddresses": [ADDRESS]}
    if api == "ses":
        return {"Source": "shop@example.com", "Destination": destination, "Message": TEXT}
    return {"FromEmailAddress": "shop@example.com", "Destination": destination, "Content": {"Simple": TEXT}}


def test_required_permissions_are_a_policy(ses_mock: SesMock) -> None:
    """The required permissions are an IAM policy that groups actions by resource and can be dumped as JSON."""
    sesv2 = boto3.client("sesv2")
    boto3.client("ses").get_send_quota()
    sesv2.create_configuration_set(ConfigurationSetName="news", Tags=[{"Key": "team", "Value": "a"}])
    sesv2.get_configuration_set(ConfigurationSetName="news")
    send(ConfigurationSetName="news")
    send("ses")
    send_raw("pinpoint-email")
    document = ses_mock.required_permissions()

    assert json.loads(json.dumps(document)) == document
    assert document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "ses:CreateConfigurationSet",
                    "ses:GetConfigurationSet",
                    "ses:SendEmail",
                    "ses:TagResource",
                ],
                "Resource": [f"{ARN}configuration-set/news"],
            },
            {"Effect": "Allow", "Action": ["ses:GetSendQuota"], "Resource": ["*"]},
            {
                "Effect": "Allow",
                "Action": ["ses:SendEmail", "ses:SendRawEmail"],
                "Resource": [f"{ARN}identity/example.com"],
            },
        ],
    }


def test_no_permission_is_required_without_calls(ses_mock: SesMock) -> None:
    """Without calls, the policy has no statements."""
    assert ses_mock.required_permissions() == {"Version": "2012-10-17", "Statement": []}


def test_required_permissions_contain_the_arns_of_resources(ses_mock: SesMock) -> None:
    """The policy has the ARN of each kind of resource, whether the call succeeded or not."""
    sesv2 = boto3.client("sesv2")
    ses_mock.fail("*", "BadRequestException")  # so that operations on missing resources fail as well
    refusal_with_status(sesv2.get_contact, ContactListName="list", EmailAddress=ADDRESS)
    refusal_with_status(sesv2.put_dedicated_ip_in_pool, Ip="192.0.2.1", DestinationPoolName="pool")
    refusal_with_status(sesv2.get_custom_verification_email_template, TemplateName="cvet")
    refusal_with_status(sesv2.get_export_job, JobId="job")
    refusal_with_status(sesv2.tag_resource, ResourceArn=f"{ARN}template/hi", Tags=[])
    resources = [statement["Resource"] for statement in ses_mock.required_permissions()["Statement"]]

    assert [resource for group in resources for resource in group] == [
        f"{ARN}contact-list/list",
        f"{ARN}custom-verification-email-template/cvet",
        f"{ARN}export-job/job",
        f"{ARN}dedicated-ip-pool/pool",
        f"{ARN}template/hi",
    ]


def test_the_resource_of_a_tenant_has_its_id(ses_mock: SesMock) -> None:
    """The resource of a call for a tenant is the tenant's ARN, which contains the tenant's id."""
    client = boto3.client("sesv2")
    arn = client.create_tenant(TenantName="acme")["TenantArn"]
    client.get_tenant(TenantName="acme")
    ses_mock.deny("ses:DeleteTenant", resource=arn)

    assert refusal_with_status(client.delete_tenant, TenantName="acme")[2] == (
        f"User: {USER} is not authorized to perform: ses:DeleteTenant on resource: {arn} "
        "because no identity-based policy allows the ses:DeleteTenant action"
    )
    assert refusal_with_status(client.delete_tenant, TenantName="x")[0] == 404


def test_the_policy_has_the_partition_of_the_region(ses_mock: SesMock) -> None:
    """The ARNs in the policy have the partition of their region, such as ``aws-cn`` in China."""
    client: Any = boto3.client("sesv2", region_name="cn-north-1")
    client.get_email_identity(EmailIdentity="example.com")
    [statement] = ses_mock.required_permissions()["Statement"]

    assert statement["Resource"] == ["arn:aws-cn:ses:cn-north-1:123456789012:identity/example.com"]


def test_bulk_sends_require_their_own_actions(ses_mock: SesMock) -> None:
    """A bulk send requires the action of its API, for the identity and the template."""
    boto3.client("ses").create_template(
        Template={"TemplateName": "hi", "SubjectPart": "Hi", "TextPart": "Hi"}
    )
    entries = [{"Destination": {"ToAddresses": [ADDRESS]}}]
    boto3.client("ses").send_bulk_templated_email(
        Source="shop@example.com", Template="hi", DefaultTemplateData="{}", Destinations=entries
    )
    boto3.client("sesv2").send_bulk_email(
        FromEmailAddress="shop@example.com",
        DefaultContent={"Template": {"TemplateName": "hi", "TemplateData": "{}"}},
        BulkEmailEntries=entries,
    )

    assert ses_mock.required_permissions()["Statement"] == [
        {"Effect": "Allow", "Action": ["ses:CreateTemplate"], "Resource": ["*"]},
        {
            "Effect": "Allow",
            "Action": ["ses:SendBulkEmail", "ses:SendBulkTemplatedEmail"],
            "Resource": [f"{ARN}identity/example.com", f"{ARN}template/hi"],
        },
    ]


def test_raw_mail_without_a_sender_is_checked(ses_mock: SesMock) -> None:
    """A denial applies to raw mail without a sender, before SES refuses the mail itself."""
    ses_mock.deny("ses:SendRawEmail")

    assert f"on resource `{ARN}identity/'" in refusal_with_status(send_raw, "ses", b"Subject: Hello\n\nHi")[2]


def test_other_operations_require_the_identity_of_their_sender(ses_mock: SesMock) -> None:
    """SendBounce and CreateDeliverabilityTestReport require the identity of their sender."""
    ses_mock.fail("*", "InternalFailure")  # so that no resources are needed
    refusal_with_status(
        boto3.client("ses").send_bounce,
        OriginalMessageId="x",
        BounceSender="shop@example.com",
        BouncedRecipientInfoList=[{"Recipient": ADDRESS, "BounceType": "DoesNotExist"}],
    )
    refusal_with_status(
        boto3.client("sesv2").create_deliverability_test_report,
        FromEmailAddress="shop@example.com",
        Content={"Simple": TEXT},
    )

    assert ses_mock.required_permissions()["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["ses:CreateDeliverabilityTestReport", "ses:SendBounce"],
            "Resource": [f"{ARN}identity/example.com"],
        }
    ]


def test_the_required_permissions_are_minimal(ses_mock: SesMock) -> None:
    """If any one of the required permissions is denied, a call is refused, so none of them is unnecessary."""
    sesv2 = boto3.client("sesv2")
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_email_template(TemplateName="hi", TemplateContent={"Subject": "Hi", "Text": "Hi"})
    ses = boto3.client("ses")

    def scenario() -> None:
        send("ses", ConfigurationSetName="news")
        send_raw("sesv2")
        ses.send_templated_email(
            Source="shop@example.com",
            Destination={"ToAddresses": [ADDRESS]},
            Template="hi",
            TemplateData="{}",
        )
        ses.get_send_quota()
        sesv2.get_configuration_set(ConfigurationSetName="news")

    scenario()
    pairs = {
        (action, resource)
        for statement in ses_mock.required_permissions()["Statement"]
        for action in statement["Action"]
        for resource in statement["Resource"]
    } - {
        ("ses:CreateConfigurationSet", f"{ARN}configuration-set/news"),
        ("ses:CreateEmailTemplate", f"{ARN}template/hi"),
    }

    assert len(pairs) == 7
    for action, resource in pairs:
        with pytest.raises(ClientError) as caught, ses_mock.deny(action, resource=resource) as denial:
            scenario()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
        assert denial.hits == 1
    with ses_mock.deny("s*:*", resource="identity/example.org"):
        scenario()
