"""Templates of custom verification mail in SES v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain.sending import custom_verification
from tests.backends.identities.custom_verifications import (
    BOTH,
    FAILURE,
    SENDER,
    SUCCESS,
    TEMPLATE,
    create_template,
    make_client,
    update_template,
)
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock


def strip_metadata(response: Any) -> dict[str, Any]:
    """Return a response without botocore's metadata."""
    return {member: value for member, value in response.items() if member != "ResponseMetadata"}


@BOTH
def test_both_apis_share_templates(mocked: SesMock, ses: SESClient, sesv2: SESV2Client, api: str) -> None:
    """A template that is created with either API is shown by both, and listed without its content."""
    create_template(api)
    summary = {name: value for name, value in TEMPLATE.items() if name != "TemplateContent"}

    assert strip_metadata(ses.get_custom_verification_email_template(TemplateName="welcome")) == TEMPLATE
    assert strip_metadata(sesv2.get_custom_verification_email_template(TemplateName="welcome")) == {
        **TEMPLATE,
        "Tags": [],
    }
    for client in map(make_client, ("ses", "sesv2")):
        response = client.list_custom_verification_email_templates()
        assert response["CustomVerificationEmailTemplates"] == [summary]


def test_v1_updates_only_members_of_the_request(mocked: SesMock, ses: SESClient) -> None:
    """An update in v1 keeps the members that the request omits."""
    create_template()
    ses.update_custom_verification_email_template(TemplateName="welcome", TemplateSubject="Hi")
    template = ses.get_custom_verification_email_template(TemplateName="welcome")

    assert strip_metadata(template) == {**TEMPLATE, "TemplateSubject": "Hi"}


def test_v2_replaces_all_but_the_tags(mocked: SesMock, sesv2: SESV2Client) -> None:
    """An update in v2 replaces everything except the tags, which can be changed by ARN."""
    create_template(Tags=[{"Key": "team", "Value": "shop"}])
    arn = "arn:aws:ses:us-east-1:123456789012:custom-verification-email-template/welcome"
    sesv2.tag_resource(ResourceArn=arn, Tags=[{"Key": "kind", "Value": "b"}])
    update_template(TemplateContent="Hi")
    template = sesv2.get_custom_verification_email_template(TemplateName="welcome")

    assert template["TemplateContent"] == "Hi"
    assert template["Tags"] == [{"Key": "team", "Value": "shop"}, {"Key": "kind", "Value": "b"}]


def test_templates_are_deleted(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """Both APIs can delete a template, and only v2 refuses to delete an unknown one."""
    for client in map(make_client, ("ses", "sesv2")):
        create_template()
        client.delete_custom_verification_email_template(TemplateName="welcome")
    ses.delete_custom_verification_email_template(TemplateName="welcome")
    unknown = ("NotFoundException", "Custom verification email template <welcome> does not exist")

    assert refusal(sesv2.delete_custom_verification_email_template, TemplateName="welcome") == unknown
    assert sesv2.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"] == []


def test_templates_are_listed_in_pages(mocked: SesMock, ses: SESClient, sesv2: SESV2Client) -> None:
    """A token from v2 continues the list in v1, where a size out of range means 50."""
    for number in range(5):
        create_template(TemplateName=f"t{number}")
    first = sesv2.list_custom_verification_email_templates(PageSize=2)
    rest = ses.list_custom_verification_email_templates(NextToken=first["NextToken"], MaxResults=51)

    assert [
        item["TemplateName"] for page in (first, rest) for item in page["CustomVerificationEmailTemplates"]
    ] == [f"t{number}" for number in range(5)]
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("api", "parameters", "error"),
    [
        ("sesv2", {"PageSize": 0}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"PageSize": 51}, ("BadRequestException", "The page size must be between 1 and 50")),
        ("sesv2", {"NextToken": "x"}, ("BadRequestException", "Invalid nextToken <x>.")),
        ("ses", {"NextToken": "x"}, ("InvalidParameterValue", "Invalid nextToken <x>.")),
    ],
)
def test_sizes_and_tokens_are_checked(
    mocked: SesMock, api: str, parameters: dict[str, Any], error: tuple[str, str]
) -> None:
    """An invalid page size or token is refused, and both APIs use the same texts."""
    assert refusal(make_client(api).list_custom_verification_email_templates, **parameters) == error


UNVERIFIED = "The from email address <a@example.org> is not verified"
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"FromEmailAddress": "a@example.org"}, "FromEmailAddressNotVerified", "NotFoundException", UNVERIFIED),
    ({"FromEmailAddress": "nope"}, "InvalidParameterValue", "BadRequestException", "Missing final '@domain'"),
    ({"SuccessRedirectionURL": "nope"}, "InvalidParameterValue", "BadRequestException", SUCCESS),
    ({"SuccessRedirectionURL": "https://"}, "InvalidParameterValue", "BadRequestException", SUCCESS),
    ({"FailureRedirectionURL": "ftp://a.b"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    ({"FailureRedirectionURL": "https://[a"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    ({"FailureRedirectionURL": "https://a.b/ c"}, "InvalidParameterValue", "BadRequestException", FAILURE),
    (
        # The limit applies to bytes: this content has as many characters as are allowed, but one byte more in UTF-8.
        {"TemplateContent": "x" * (10 * 1024 * 1024 - 1) + "é"},
        "CustomVerificationEmailInvalidContent",
        "BadRequestException",
        "The template content cannot exceed 10 MB.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "v1_code", "v2_code", "message"), BAD, ids=[next(iter(b[0])) for b in BAD]
)
def test_templates_are_checked(
    mocked: SesMock, changes: dict[str, Any], v1_code: str, v2_code: str, message: str
) -> None:
    """An invalid template is refused at creation and update, and nothing is stored."""
    creation_errors = {
        api: refusal(create_template, api=api, TemplateName="other", **changes) for api in ("ses", "sesv2")
    }
    create_template()
    update_errors = {api: refusal(update_template, api=api, **changes) for api in ("ses", "sesv2")}

    assert creation_errors == update_errors == {"ses": (v1_code, message), "sesv2": (v2_code, message)}
    assert list(mocked.account.custom_verification_templates) == ["welcome"]
    assert mocked.account.custom_verification_templates["welcome"].sender == SENDER


@pytest.mark.parametrize(
    ("api", "exists", "limit", "unknown"),
    [
        (
            "ses",
            "CustomVerificationEmailTemplateAlreadyExists",
            "LimitExceeded",
            "CustomVerificationEmailTemplateDoesNotExist",
        ),
        ("sesv2", "AlreadyExistsException", "LimitExceededException", "NotFoundException"),
    ],
)
def test_names_are_checked(
    mocked: SesMock, monkeypatch: pytest.MonkeyPatch, api: str, exists: str, limit: str, unknown: str
) -> None:
    """A name can be used once, the number of templates is limited, and unknown names are refused."""
    create_template()
    monkeypatch.setattr(custom_verification, "MAX_TEMPLATES", 1)
    missing = (unknown, "Custom verification email template <x> does not exist")

    assert refusal(create_template, api=api) == (
        exists,
        "Custom verification email template <welcome> already exists",
    )
    assert refusal(create_template, api=api, TemplateName="x") == (
        limit,
        "An account can have at most 1 custom verification email templates.",
    )
    assert refusal(update_template, api=api, TemplateName="x") == missing
    assert refusal(make_client(api).get_custom_verification_email_template, TemplateName="x") == missing


def test_v1_needs_a_name(mocked: SesMock) -> None:
    """A blank name counts as missing in v1."""
    assert refusal(create_template, api="ses", TemplateName=" ") == (
        "InvalidParameterValue",
        "The template name must be specified.",
    )


@BOTH
def test_a_name_has_no_control_characters(mocked: SesMock, api: str) -> None:
    """Control characters are refused, because the XML of SES v1 cannot contain them."""
    text = "Invalid template name <a\tb>: control characters are not allowed."
    code = "InvalidParameterValue" if api == "ses" else "BadRequestException"

    assert refusal(create_template, api=api, TemplateName="a\tb") == (code, text)
