"""Tags of resources by ARN, given at creation or later, by SES v2 and Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.backends.backend import load_backend
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
    """Return a client that tags, of one API and of the other, with a resource of each kind there."""
    boto3.client("ses").create_configuration_set(ConfigurationSet={"Name": "news"})
    boto3.client("ses").create_template(
        Template={"TemplateName": "hello", "SubjectPart": "Hello", "TextPart": "Hi"}
    )
    boto3.client("ses").create_custom_verification_email_template(**VERIFICATION_TEMPLATE)
    return boto3.client(request.param)


def pairs(**tags: str) -> list[Any]:
    """Return tags as the APIs take and show them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@pytest.mark.parametrize(
    "arn", [SET, IDENTITY, IDENTITY.replace("example", "EXAMPLE"), TEMPLATE, VERIFICATION]
)
def test_a_resource_of_v1_is_tagged(tagger: Any, arn: str) -> None:
    """Tags are merged by key, shown in the order of their coming, and removed."""
    tagger.tag_resource(ResourceArn=arn, Tags=pairs(team="shop", stage="test"))
    tagger.tag_resource(ResourceArn=arn, Tags=pairs(stage="live", note=""))
    merged = tagger.list_tags_for_resource(ResourceArn=arn)["Tags"]
    tagger.untag_resource(ResourceArn=arn, TagKeys=["stage", "none", "note"])

    assert merged == pairs(team="shop", stage="live", note="")
    assert tagger.list_tags_for_resource(ResourceArn=arn)["Tags"] == pairs(team="shop")


def test_what_is_read_with_a_resource_shows_its_tags(tagger: Any, sesv2: SESV2Client) -> None:
    """Set, identity and template say how they are tagged."""
    for arn in (SET, IDENTITY, TEMPLATE):
        tagger.tag_resource(ResourceArn=arn, Tags=pairs(team="shop"))

    assert sesv2.get_configuration_set(ConfigurationSetName="news")["Tags"] == pairs(team="shop")
    assert sesv2.get_email_identity(EmailIdentity="example.com")["Tags"] == pairs(team="shop")
    assert sesv2.get_email_template(TemplateName="hello")["Tags"] == pairs(team="shop")


def test_tags_are_given_at_creation(sesv2: SESV2Client) -> None:
    """They are listed as if they had been given later."""
    sesv2.create_configuration_set(ConfigurationSetName="news", Tags=pairs(team="shop"))
    sesv2.create_email_template(TemplateName="hello", TemplateContent=CONTENT, Tags=pairs(stage="test"))

    assert sesv2.list_tags_for_resource(ResourceArn=SET)["Tags"] == pairs(team="shop")
    assert sesv2.list_tags_for_resource(ResourceArn=TEMPLATE)["Tags"] == pairs(stage="test")


def test_tags_go_with_their_resource(ses: SESClient, sesv2: SESV2Client) -> None:
    """A new resource of the same name has none."""
    sesv2.create_configuration_set(ConfigurationSetName="news", Tags=pairs(team="shop"))
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
def test_an_arn_that_names_nothing_is_refused(tagger: Any, arn: str, code: str, text: str) -> None:
    """By all three operations."""
    told = [
        refusal(tagger.tag_resource, ResourceArn=arn, Tags=pairs(team="shop")),
        refusal(tagger.untag_resource, ResourceArn=arn, TagKeys=["team"]),
        refusal(tagger.list_tags_for_resource, ResourceArn=arn),
    ]

    assert told == [(code, text)] * 3


def test_tags_are_regional(tagger: Any) -> None:
    """By the ARN of another region nothing is changed, and nothing listed of what has that name here."""
    tagger.tag_resource(ResourceArn=SET, Tags=pairs(team="shop"))
    abroad: Any = boto3.client(tagger.meta.service_model.service_name, region_name="eu-west-1")
    unknown = refusal(abroad.list_tags_for_resource, ResourceArn=SET)
    abroad.create_configuration_set(ConfigurationSetName="news")

    assert refusal(abroad.tag_resource, ResourceArn=SET, Tags=pairs(team="x")) == (
        "BadRequestException",
        "Failed to tag resource",
    )
    assert refusal(abroad.untag_resource, ResourceArn=SET, TagKeys=["team"]) == (
        "BadRequestException",
        "Failed to untag resource",
    )
    assert unknown == ("NotFoundException", "No ConfigurationSet present with name: news")
    assert abroad.list_tags_for_resource(ResourceArn=SET)["Tags"] == []
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == pairs(team="shop")


def test_no_keys_are_refused_without_a_body(tagger: Any) -> None:
    """As SES does: a code, and nothing else."""
    assert refusal(tagger.untag_resource, ResourceArn=SET, TagKeys=[]) == ("ValidationException", "")


def test_reserved_tags_are_not_removed(tagger: Any) -> None:
    """The other keys of the request stay as well."""
    tagger.tag_resource(ResourceArn=SET, Tags=pairs(team="shop"))
    told = refusal(tagger.untag_resource, ResourceArn=SET, TagKeys=["team", "aws:team"])

    assert told == ("BadRequestException", "Tags must not start with aws: 'aws:team'.")
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == pairs(team="shop")


CHARACTERS = "Tags can have letters, digits, white space and _ . : / = + - @ only: '{}'."
BAD_TAGS = [
    ([("", "x")], "A tag key has 1 to 128 characters."),
    ([("k" * 129, "x")], "A tag key has 1 to 128 characters."),
    ([("k", "v" * 257)], "A tag value cannot exceed 256 characters."),
    ([("k!", "v")], CHARACTERS.format("k!")),
    ([("k", "v;")], CHARACTERS.format("v;")),
    ([("aws:k", "v")], "Tags must not start with aws: 'aws:k'."),
    ([("k", "AWS:v")], "Tags must not start with aws: 'AWS:v'."),
    ([("k", "1"), ("k", "2")], "The tag key k comes more than once."),
    ([(f"k{number}", "") for number in range(51)], "A resource can have 50 tags."),
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


def takers(api: str) -> list[str]:
    """Return the operations of an API that are mocked and take tags."""
    model = boto3.client(api).meta.service_model  # type: ignore[call-overload]
    return [
        operation
        for operation in load_backend(api).modules
        if "Tags" in getattr(model.operation_model(operation).input_shape, "members", ())
    ]


@pytest.mark.parametrize("api", TAGGERS)
def test_whatever_takes_tags_checks_them(mocked: SesMock, api: Any) -> None:
    """Nothing is made that a bad tag comes with; who makes something with tags adds it to the table."""
    client: Any = boto3.client(api)
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    bad = [{"Key": "aws:x", "Value": ""}]
    operations = takers(api)
    told = [refusal(getattr(client, methods[name]), **MAKERS[name], Tags=bad) for name in operations]
    account = mocked.account

    assert "TagResource" in operations
    assert account.identities.keys() == {"example.com"}
    assert not account.configuration_sets.keys() | account.templates.keys()
    assert not account.contacts.lists.keys() | account.custom_verification_templates.keys()
    assert not [*account.tenants, *account.endpoints]
    assert not account.deliverability.reports
    assert "other" not in client.list_dedicated_ip_pools()["DedicatedIpPools"]
    assert dict(zip(operations, told, strict=True)) == {
        name: ("NotFoundException", "No ConfigurationSet present with name: news")
        if name == "TagResource"
        else ("BadRequestException", "Tags must not start with aws: 'aws:x'.")
        for name in operations
    }


@pytest.mark.parametrize(("tags", "text"), BAD_TAGS)
def test_a_bad_tag_is_refused(mocked: SesMock, tagger: Any, tags: list[tuple[str, str]], text: str) -> None:
    """Neither it nor another of the request is stored, nor a resource that would have had it."""
    bad: Any = pairs(fine="") + [{"Key": key, "Value": value} for key, value in tags]
    sesv2 = boto3.client("sesv2")
    told = [
        refusal(tagger.tag_resource, ResourceArn=SET, Tags=bad),
        refusal(tagger.create_configuration_set, ConfigurationSetName="other", Tags=bad),
        refusal(sesv2.create_email_template, TemplateName="other", TemplateContent=CONTENT, Tags=bad),
    ]

    assert told == [("BadRequestException", text)] * 3
    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == []
    assert mocked.account.configuration_sets.keys() == {"news"}
    assert mocked.account.templates.keys() == {"hello"}


def test_a_resource_has_50_tags_in_all(tagger: Any) -> None:
    """New values for known keys are fine then, another key is not."""
    for start in (0, 25):
        tagger.tag_resource(
            ResourceArn=SET, Tags=pairs(**{f"k{number}": "" for number in range(start, start + 25)})
        )
    tagger.tag_resource(ResourceArn=SET, Tags=pairs(k0="new"))
    told = refusal(tagger.tag_resource, ResourceArn=SET, Tags=pairs(k0="newer", k50=""))
    listed = tagger.list_tags_for_resource(ResourceArn=SET)["Tags"]

    assert told == ("BadRequestException", "A resource can have 50 tags.")
    assert (len(listed), listed[0]) == (50, {"Key": "k0", "Value": "new"})


@pytest.mark.parametrize("text", ["Größe 1", "部署", "a_b.c:d/e=f+g-h@i", "k" * 128])
def test_keys_and_values_are_of_many_characters(tagger: Any, text: str) -> None:
    """Letters and digits of any script, white space and eight marks; case matters."""
    tags = [{"Key": text, "Value": text}, {"Key": text.swapcase() + "2"[: 128 - len(text)], "Value": ""}]
    tagger.tag_resource(ResourceArn=SET, Tags=tags)

    assert tagger.list_tags_for_resource(ResourceArn=SET)["Tags"] == tags


def test_no_tags_are_too_few(sesv2: SESV2Client) -> None:
    """TagResource wants one at least."""
    sesv2.create_configuration_set(ConfigurationSetName="news")

    assert refusal(sesv2.tag_resource, ResourceArn=SET, Tags=[]) == (
        "BadRequestException",
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1",
    )
