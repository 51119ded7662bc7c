"""Tags of resources, set at creation or by ARN, in SES v2 and Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.backends.backend import load_backend
from tests.clients import shared_client
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:"
SET, IDENTITY, TEMPLATE = f"{ARN}configuration-set/news", f"{ARN}identity/example.com", f"{ARN}template/hello"
VERIFICATION = f"{ARN}custom-verification-email-template/welcome"
CONTENT: Any = {"Subject": "Hello", "Text": "Hi"}
VERIFICATION_TEMPLATE: Any = {
    "TemplateName": "welcome",
    "FromEmailAddress": "shop@example.com",
    "TemplateSubject": "Hello",
    "TemplateContent": "<p>Hi</p>",
    "SuccessRedirectionURL": "https://example.com/in",
    "FailureRedirectionURL": "https://example.com/out",
}
MALFORMED = "Provided resource identifier is not an SES resource"
TAGGERS = ["sesv2", "pinpoint-email"]


@pytest.fixture(params=TAGGERS)
def tagger(mocked: SesMock, request: pytest.FixtureRequest) -> Any:
    """Return a client for SES v2 or Pinpoint Email, with an account that has resources of all kinds from v1."""
    ses = shared_client("ses")
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})
    ses.create_template(Template={"TemplateName": "hello", "SubjectPart": "Hello", "TextPart": "Hi"})
    ses.create_custom_verification_email_template(**VERIFICATION_TEMPLATE)
    return shared_client(request.param)


def build_tags(**tags: str) -> list[Any]:
    """Return tags in the format of requests and responses."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@pytest.mark.parametrize(
    "arn", [SET, IDENTITY, IDENTITY.replace("example", "EXAMPLE"), TEMPLATE, VERIFICATION]
)
def test_a_resource_of_v1_can_be_tagged(tagger: Any, arn: str) -> None:
    """Tags are merged by key, listed in the order in which they were added, and can be removed."""
    tagger.tag_resource(ResourceArn=arn, Tags=build_tags(team="shop", stage="test"))
    tagger.tag_resource(ResourceArn=arn, Tags=build_tags(stage="live", note=""))
    merged = tagger.list_tags_for_resource(ResourceArn=arn)["Tags"]
    tagger.untag_resource(ResourceArn=arn, TagKeys=["stage", "none", "note"])

    assert merged == build_tags(team="shop", stage="live", note="")
    assert tagger.list_tags_for_resource(ResourceArn=arn)["Tags"] == build_tags(team="shop")


def test_resources_show_their_tags(tagger: Any, sesv2: SESV2Client) -> None:
    """A configuration set, identity or template shows its tags."""
    for arn in (SET, IDENTITY, TEMPLATE):
        tagger.tag_resource(ResourceArn=arn, Tags=build_tags(team="shop"))

    assert sesv2.get_configuration_set(ConfigurationSetName="news")["Tags"] == build_tags(team="shop")
    assert sesv2.get_email_identity(EmailIdentity="example.com")["Tags"] == build_tags(team="shop")
    assert sesv2.get_email_template(TemplateName="hello")["Tags"] == build_tags(team="shop")


def test_tags_can_be_set_at_creation(sesv2: SESV2Client) -> None:
    """Tags set at creation are listed like tags added later."""
    sesv2.create_configuration_set(ConfigurationSetName="news", Tags=build_tags(team="shop"))
    sesv2.create_email_template(TemplateName="hello", TemplateContent=CONTENT, Tags=build_tags(stage="test"))

    assert sesv2.list_tags_for_resource(ResourceArn=SET)["Tags"] == build_tags(team="shop")
    assert sesv2.list_tags_for_resource(ResourceArn=TEMPLATE)["Tags"] == build_tags(stage="test")


def test_deleting_a_resource_deletes_its_tags(ses: SESClient, sesv2: SESV2Client) -> None:
    """A new resource with the name of a deleted one has no tags."""
    sesv2.create_configuration_set(ConfigurationSetName="news", Tags=build_tags(team="shop"))
    ses.delete_configuration_set(ConfigurationSetName="news")
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})

    assert sesv2.list_tags_for_resource(ResourceArn=SET)["Tags"] == []


@pytest.mark.parametrize(
    ("arn", "code", "text"),
    [
        (f"{ARN}configuration-set/x", "NotFoundException", "No ConfigurationSet present with name: x"),
        (f"{ARN}identity/x.org", "NotFoundException", "No EmailIdentity present with name: x.org"),
        (f"{ARN}template/x", "NotFoundException", "No Template present with name: x"),
        (
            f"{ARN}custom-verification-email-template/x",
            "NotFoundException",
            "No CustomVerificationEmailTemplate present with name: x",
        ),
        (f"{ARN}spoon/x", "BadRequestException", "Unsupported resource type: spoon"),
        (
            SET.replace("123456789012", "210987654321"),
            "BadRequestException",
            "Operations on a resource created in a different account is not allowed",
        ),
        ("news", "BadRequestException", MALFORMED),
        (f"{ARN}identity", "BadRequestException", MALFORMED),
        (f"urn{SET[3:]}", "BadRequestException", MALFORMED),
        (SET.replace(":aws:", ":aws-cn:"), "BadRequestException", MALFORMED),
        (
            "arn:aws:sns:us-east-1:123456789012:news/x",
            "BadRequestException",
            "Provided ARN is not in SES resource ARN format",
        ),
    ],
)
def test_an_unknown_arn_is_refused(tagger: Any, arn: str, code: str, text: str) -> None:
    """All three operations refuse an invalid or unknown ARN with the same error."""
    errors = [
        refusal(tagger.tag_resource, ResourceArn=arn, Tags=build_tags(team="shop")),
        refusal(tagger.untag_resource, ResourceArn=arn, TagKeys=["team"]),
        refusal(tagger.list_tags_for_resource, ResourceArn=arn),
    ]

    assert errors == [(code, text)] * 3


def test_tags_are_regional(tagger: Any) -> None:
    """A call with an ARN from another region neither changes nor lists the tags of a resource with the same name."""
    tagger.tag_resource(ResourceArn=SET, Tags=build_tags(team="shop"))
    other_client: Any = boto3.client(tagger.meta.service_model.service_name, region_name="eu-west-1")
    unknown = refusal(other_client.list_tags_for_resource, ResourceArn=SET)
    other_client.create_configuration_set(ConfigurationSetName="news")

    assert refusal(other_client.tag_resource, ResourceArn=SET, Tags=build_tags(team="x")) == (
        "BadRequestException",
        "Failed to tag resource",
    )
    assert refusal(other_client.untag_resource, ResourceArn=SET, TagKeys=["team"]) == (
        "BadRequestException",
        "Failed to untag resource",
    )
    assert unknown == ("NotFoundException", "No ConfigurationSet present with name: news")
    assert other_client.list_tags_for_resource(ResourceArn=SET)["Tags"] == []
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == build_tags(team="shop")


def test_untagging_without_keys_is_refused_without_a_message(tagger: Any) -> None:
    """The error about missing keys has a code but no message, as in SES."""
    assert refusal(tagger.untag_resource, ResourceArn=SET, TagKeys=[]) == ("ValidationException", "")


def test_reserved_tags_cannot_be_removed(tagger: Any) -> None:
    """A request with a reserved key removes no tags."""
    tagger.tag_resource(ResourceArn=SET, Tags=build_tags(team="shop"))
    errors = refusal(tagger.untag_resource, ResourceArn=SET, TagKeys=["team", "aws:team"])

    assert errors == ("BadRequestException", "Tags must not start with aws: 'aws:team'.")
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == build_tags(team="shop")


CHARACTERS = "Tags can contain only letters, digits, white space, and _ . : / = + - @: '{}'."
BAD_TAGS = [
    ([("", "x")], "A tag key must have 1 to 128 characters."),
    ([("k" * 129, "x")], "A tag key must have 1 to 128 characters."),
    ([("k", "v" * 257)], "A tag value cannot exceed 256 characters."),
    ([("k!", "v")], CHARACTERS.format("k!")),
    ([("k", "v;")], CHARACTERS.format("v;")),
    ([("aws:k", "v")], "Tags must not start with aws: 'aws:k'."),
    ([("k", "AWS:v")], "Tags must not start with aws: 'AWS:v'."),
    ([("k", "1"), ("k", "2")], "The tag key k is specified more than once."),
    ([(f"k{number}", "") for number in range(51)], "A resource can have at most 50 tags."),
]


MAKERS: dict[str, dict[str, Any]] = {
    "CreateConfigurationSet": {"ConfigurationSetName": "other"},
    "CreateContactList": {"ContactListName": "other"},
    "CreateCustomVerificationEmailTemplate": {**VERIFICATION_TEMPLATE, "TemplateName": "other"},
    "CreateDedicatedIpPool": {"PoolName": "other"},
    "CreateDeliverabilityTestReport": {
        "FromEmailAddress": "shop@example.com",
        "Content": {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
    },
    "CreateEmailIdentity": {"EmailIdentity": "example.org"},
    "CreateEmailTemplate": {"TemplateName": "other", "TemplateContent": CONTENT},
    "CreateMultiRegionEndpoint": {
        "EndpointName": "other",
        "Details": {"RoutesDetails": [{"Region": "eu-west-1"}]},
    },
    "CreateTenant": {"TenantName": "other"},
    "TagResource": {"ResourceArn": SET},
}


def list_tag_operations(api: str) -> list[str]:
    """Return the mocked operations of an API that accept tags."""
    model = boto3.client(api).meta.service_model  # type: ignore[call-overload]
    return [
        operation
        for operation in load_backend(api).modules
        if "Tags" in getattr(model.operation_model(operation).input_shape, "members", ())
    ]


@pytest.mark.parametrize("api", TAGGERS)
def test_every_operation_checks_its_tags(mocked: SesMock, api: Any) -> None:
    """An operation with an invalid tag creates nothing; a new operation must be added to the table."""
    client: Any = boto3.client(api)
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    bad = [{"Key": "aws:x", "Value": ""}]
    operations = list_tag_operations(api)
    errors = [refusal(getattr(client, methods[name]), **MAKERS[name], Tags=bad) for name in operations]
    account = mocked.account

    assert "TagResource" in operations
    assert account.identities.keys() == {"example.com"}
    assert not account.configuration_sets.keys() | account.templates.keys()
    assert not account.contacts.lists.keys() | account.custom_verification_templates.keys()
    assert not [*account.tenants, *account.endpoints]
    assert not account.deliverability.reports
    assert "other" not in client.list_dedicated_ip_pools()["DedicatedIpPools"]
    assert dict(zip(operations, errors, strict=True)) == {
        name: ("NotFoundException", "No ConfigurationSet present with name: news")
        if name == "TagResource"
        else ("BadRequestException", "Tags must not start with aws: 'aws:x'.")
        for name in operations
    }


@pytest.mark.parametrize(("tags", "text"), BAD_TAGS)
def test_an_invalid_tag_is_refused(
    mocked: SesMock, tagger: Any, tags: list[tuple[str, str]], text: str
) -> None:
    """A request with an invalid tag stores neither its other tags nor its resource."""
    bad: Any = build_tags(fine="") + [{"Key": key, "Value": value} for key, value in tags]
    sesv2 = boto3.client("sesv2")
    errors = [
        refusal(tagger.tag_resource, ResourceArn=SET, Tags=bad),
        refusal(tagger.create_configuration_set, ConfigurationSetName="other", Tags=bad),
        refusal(sesv2.create_email_template, TemplateName="other", TemplateContent=CONTENT, Tags=bad),
    ]

    assert errors == [("BadRequestException", text)] * 3
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == []
    assert mocked.account.configuration_sets.keys() == {"news"}
    assert mocked.account.templates.keys() == {"hello"}


def test_a_resource_has_at_most_50_tags(tagger: Any) -> None:
    """On a resource with 50 tags, a tag can get a new value, but another key is refused."""
    for start in (0, 25):
        tagger.tag_resource(
            ResourceArn=SET, Tags=build_tags(**{f"k{number}": "" for number in range(start, start + 25)})
        )
    tagger.tag_resource(ResourceArn=SET, Tags=build_tags(k0="new"))
    errors = refusal(tagger.tag_resource, ResourceArn=SET, Tags=build_tags(k0="newer", k50=""))
    tags = tagger.list_tags_for_resource(ResourceArn=SET)["Tags"]

    assert errors == ("BadRequestException", "A resource can have at most 50 tags.")
    assert (len(tags), tags[0]) == (50, {"Key": "k0", "Value": "new"})


@pytest.mark.parametrize("text", ["Größe 1", "部署", "a_b.c:d/e=f+g-h@i", "k" * 128])
def test_tags_can_contain_letters_of_any_script(tagger: Any, text: str) -> None:
    """Tags can contain letters and digits of any script, spaces and eight symbols, and are case-sensitive."""
    # The second key differs by case, or by a digit if the letters have no case; 128 characters leave no room for one.
    tags = [{"Key": text, "Value": text}, {"Key": text.swapcase() + "2"[: 128 - len(text)], "Value": ""}]
    tagger.tag_resource(ResourceArn=SET, Tags=tags)

    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == tags


def test_tagging_requires_a_tag(sesv2: SESV2Client) -> None:
    """TagResource requires at least one tag."""
    sesv2.create_configuration_set(ConfigurationSetName="news")

    assert refusal(sesv2.tag_resource, ResourceArn=SET, Tags=[]) == (
        "BadRequestException",
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1",
    )
