"""`ses_mock.required_permissions`, tested with boto3's clients of the three APIs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.faults.calls_with_permissions import ADDRESS, ARN, TEXT, USER, send_raw
from tests.refusals import refusal_with_status
from tests.sending import send

if TYPE_CHECKING:
    from sesmock import SesMock


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
