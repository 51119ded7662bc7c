"""Receipt rules in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.receiving.rules import BOUNCE, SET, create_rule, list_names, read_rule, rule_error
from tests.receiving import FUNCTION, TOPIC
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

pytestmark = pytest.mark.usefixtures("_rule_set")

PATTERN = "Member must satisfy regular expression pattern: ^[a-zA-Z0-9_.-]+$"
ROLE = "arn:aws:iam::123456789012:role/inbound"
INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/fb7c1391-8c4a-4b3f-8f4e-2a7a5a3a1c11"
ORGANIZATION = "arn:aws:workmail:us-east-1:123456789012:organization/m-1"
FULL: list[Any] = [
    {"AddHeaderAction": {"HeaderName": "X-Rule", "HeaderValue": "one"}},
    {
        "S3Action": {
            "TopicArn": TOPIC,
            "BucketName": "inbound",
            "ObjectKeyPrefix": "mail",
            "KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:alias/aws/ses",
            "IamRoleArn": ROLE,
        }
    },
    {"SNSAction": {"TopicArn": TOPIC, "Encoding": "Base64"}},
    {"LambdaAction": {"TopicArn": TOPIC, "FunctionArn": FUNCTION, "InvocationType": "RequestResponse"}},
    {"BounceAction": {"TopicArn": TOPIC, "StatusCode": "5.1.1", **BOUNCE}},
    {"WorkmailAction": {"TopicArn": TOPIC, "OrganizationArn": ORGANIZATION}},
    {"ConnectAction": {"InstanceARN": INSTANCE, "IAMRoleARN": ROLE}},
    {"StopAction": {"Scope": "RuleSet", "TopicArn": TOPIC}},
]


def test_a_rule_has_defaults(ses: SESClient) -> None:
    """A rule without recipients shows no recipients member, but always shows its actions."""
    create_rule(ses, "one")

    assert read_rule(ses) == {
        "Name": "one",
        "Enabled": False,
        "TlsPolicy": "Optional",
        "Actions": [],
        "ScanEnabled": False,
    }


def test_a_rule_is_shown_as_it_was_created(ses: SESClient) -> None:
    """A rule shows all members that it was created with, and its actions in order."""
    members = {"Enabled": True, "TlsPolicy": "Require", "ScanEnabled": True, "Actions": FULL}
    create_rule(ses, "one", **members, Recipients=["b@example.com"])
    [listed_rule] = ses.describe_receipt_rule_set(**SET)["Rules"]

    assert read_rule(ses) == listed_rule == {"Name": "one", **members, "Recipients": ["b@example.com"]}


def test_an_update_sets_every_member(ses: SESClient) -> None:
    """An update can set every member of a rule."""
    members = {"Enabled": True, "TlsPolicy": "Require", "ScanEnabled": True, "Actions": FULL}
    create_rule(ses, "one")
    ses.update_receipt_rule(**SET, Rule={"Name": "one", **members, "Recipients": ["b@example.com"]})

    assert read_rule(ses) == {"Name": "one", **members, "Recipients": ["b@example.com"]}


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        ([], []),
        (
            ["B@Example.com", "a@example.com", "b@example.com", ".example.com", "example.com"],
            [".example.com", "a@example.com", "b@example.com", "example.com"],
        ),
        ([f"u{number:03}@example.com" for number in range(101)],) * 2,
        (["user+label@xn--bcher-kva.example"],) * 2,
    ],
)
def test_recipients_are_sorted_in_lower_case(
    ses: SESClient, recipients: list[str], expected: list[str]
) -> None:
    """Recipients are stored in lower case, sorted and without duplicates, and their number is not limited."""
    create_rule(ses, "one", Recipients=recipients)

    assert read_rule(ses)["Recipients"] == expected


@pytest.mark.parametrize(
    "recipient",
    [
        *(
            "",
            " ",
            "a b@example.com",
            "@example.com",
            "a@",
            "-example.com",
            "example..com",
            "a@b@example.com",
        ),
        *(".", "é.com", "a" * 310 + "@example.com"),
    ],
)
def test_an_invalid_recipient_is_refused(ses: SESClient, recipient: str) -> None:
    """An invalid recipient is refused in a new rule and in an update."""
    assert rule_error(ses, Recipients=["a@example.com", recipient]) == (
        "InvalidParameterValue",
        f"Invalid recipient: {recipient}",
    )


def test_a_new_rule_comes_first_or_after_another(ses: SESClient) -> None:
    """A new rule comes first, or after the rule that the request names."""
    create_rule(ses, "one")
    create_rule(ses, "two")
    ses.create_receipt_rule(**SET, Rule={"Name": "three"}, After="two")
    ses.create_receipt_rule(**SET, Rule={"Name": "four"}, After="one")

    assert list_names(ses) == ["two", "three", "one", "four"]


def test_an_update_replaces_the_rule_in_place(ses: SESClient) -> None:
    """An update resets the members that it omits, and the rule keeps its position."""
    create_rule(ses, "three")
    create_rule(ses, "two", Enabled=True, ScanEnabled=True, Recipients=["a@example.com"], Actions=FULL)
    create_rule(ses, "one")
    ses.update_receipt_rule(**SET, Rule={"Name": "two", "TlsPolicy": "Require"})

    assert list_names(ses) == ["one", "two", "three"]
    assert read_rule(ses, "two") == {
        "Name": "two",
        "Enabled": False,
        "TlsPolicy": "Require",
        "Actions": [],
        "ScanEnabled": False,
    }


def test_deleting_a_rule_twice_is_not_an_error(ses: SESClient) -> None:
    """Deleting an unknown rule is not an error."""
    create_rule(ses, "one")
    create_rule(ses, "two")
    ses.delete_receipt_rule(**SET, RuleName="one")
    ses.delete_receipt_rule(**SET, RuleName="one")

    assert list_names(ses) == ["two"]


@pytest.mark.parametrize(
    ("name", "after", "order"),
    [
        ("three", None, ["three", "one", "two"]),
        ("one", {"After": "two"}, ["two", "one", "three"]),
        ("one", {"After": "three"}, ["two", "three", "one"]),
        ("three", {"After": "one"}, ["one", "three", "two"]),
        ("two", {"After": "two"}, ["one", "two", "three"]),
        ("one", None, ["one", "two", "three"]),
    ],
)
def test_a_rule_can_be_moved(ses: SESClient, name: str, after: Any, order: list[str]) -> None:
    """A rule moves after another rule or to the front; after itself it stays in place."""
    for each in ("three", "two", "one"):
        create_rule(ses, each)
    ses.set_receipt_rule_position(**SET, RuleName=name, **after or {})

    assert list_names(ses) == order


@pytest.mark.parametrize(
    ("operation", "parameters", "name"),
    [
        ("create_receipt_rule", {"Rule": {"Name": "two"}, "After": "gone"}, "gone"),
        ("update_receipt_rule", {"Rule": {"Name": "gone"}}, "gone"),
        ("describe_receipt_rule", {"RuleName": "gone"}, "gone"),
        ("set_receipt_rule_position", {"RuleName": "gone"}, "gone"),
        ("set_receipt_rule_position", {"RuleName": "one", "After": "gone"}, "gone"),
        ("set_receipt_rule_position", {"RuleName": "gone", "After": "lost"}, "gone"),
    ],
)
def test_an_unknown_rule_is_refused(
    ses: SESClient, operation: str, parameters: dict[str, Any], name: str
) -> None:
    """The rule itself is looked up before the rule that it should follow."""
    create_rule(ses, "one")

    assert refusal(getattr(ses, operation), **SET, **parameters) == (
        "RuleDoesNotExist",
        f"Rule does not exist: {name}",
    )


def test_a_name_can_be_used_once(ses: SESClient) -> None:
    """The names of the rules in a set are unique."""
    create_rule(ses, "one")

    assert refusal(create_rule, ses, "one") == ("AlreadyExists", "Rule already exists: one")


@pytest.mark.parametrize(
    ("operation", "member", "path"),
    [
        ("create_receipt_rule", "Rule", "rule.name"),
        ("update_receipt_rule", "Rule", "rule.name"),
        ("create_receipt_rule", "After", "after"),
        ("delete_receipt_rule", "RuleName", "ruleName"),
        ("describe_receipt_rule", "RuleName", "ruleName"),
        ("set_receipt_rule_position", "RuleName", "ruleName"),
        ("set_receipt_rule_position", "After", "after"),
    ],
)
def test_an_invalid_name_is_refused(ses: SESClient, operation: str, member: str, path: str) -> None:
    """The error about an invalid name shows the path of the member."""
    create_rule(ses, "one")
    values: dict[str, Any] = {"Rule": {"Name": "two"}, "RuleName": "one"}
    members = ["Rule"] if "create" in operation or "update" in operation else ["RuleName"]
    parameters = {name: values[name] for name in members}
    parameters[member] = {"Name": "a b"} if member == "Rule" else "a b"

    assert refusal(getattr(ses, operation), **SET, **parameters) == (
        "ValidationError",
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: {PATTERN}",
    )


@pytest.mark.parametrize("name", ["-a", "a_", "a" * 65])
def test_a_name_must_start_and_end_with_a_letter_or_digit(ses: SESClient, name: str) -> None:
    """A name has at most 64 characters and starts and ends with a letter or digit."""
    expected = ("InvalidParameterValue", f"Not a valid ruleName: {name}")

    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": name}) == expected
    assert refusal(ses.update_receipt_rule, **SET, Rule={"Name": name}) == expected


def test_a_rule_set_has_at_most_200_rules(ses: SESClient) -> None:
    """A 201st rule is refused, but a taken name is reported before the limit."""
    for number in range(200):
        create_rule(ses, f"rule{number}")

    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": "one"}, After="gone") == (
        "LimitExceeded",
        "Too many rules",
    )
    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": "rule0"})[0] == "AlreadyExists"
