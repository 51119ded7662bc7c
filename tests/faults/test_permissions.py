"""`ses_mock.deny`, tested with boto3's clients of the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.faults.calls_with_permissions import ADDRESS, ARN, RAW, TEXT, USER, send_raw
from tests.refusals import refusal_with_status
from tests.sending import send

if TYPE_CHECKING:
    from sesmock import SesMock

APIS = ("ses", "sesv2", "pinpoint-email")


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


def test_raw_mail_without_a_sender_is_checked(ses_mock: SesMock) -> None:
    """A denial applies to raw mail without a sender, before SES refuses the mail itself."""
    ses_mock.deny("ses:SendRawEmail")

    assert f"on resource `{ARN}identity/'" in refusal_with_status(send_raw, "ses", b"Subject: Hello\n\nHi")[2]
