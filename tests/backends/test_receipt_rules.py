"""The rules of receipt rule sets by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import OperationNotSupported
from sesmock.backends.ses import receipt_rules
from tests.receiving import FUNCTION, TOPIC
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

SET = {"RuleSetName": "inbound"}
PATTERN = "Member must satisfy regular expression pattern: ^[a-zA-Z0-9_.-]+$"
ROLE = "arn:aws:iam::123456789012:role/inbound"
INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/fb7c1391-8c4a-4b3f-8f4e-2a7a5a3a1c11"
ORGANIZATION = "arn:aws:workmail:us-east-1:123456789012:organization/m-1"
BOUNCE = {"SmtpReplyCode": "550", "Message": "No such mailbox", "Sender": "bounces@example.com"}
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


@pytest.fixture(autouse=True)
def _rule_set(ses: SESClient) -> None:
    ses.create_receipt_rule_set(**SET)


def create(ses: SESClient, name: str, **members: Any) -> None:
    """Add a rule as the first."""
    ses.create_receipt_rule(**SET, Rule={"Name": name, **members})


def rule(ses: SESClient, name: str = "one") -> Any:
    """Return a rule."""
    return ses.describe_receipt_rule(**SET, RuleName=name)["Rule"]


def names(ses: SESClient) -> list[str]:
    """Return the names of the rules in their order."""
    return [found["Name"] for found in ses.describe_receipt_rule_set(**SET)["Rules"]]


def refused(ses: SESClient, *actions: Any, **members: Any) -> tuple[str, str | None]:
    """Create a rule that is refused, and change one to it, which is refused alike; return code and message."""
    create(ses, "old")
    created = refusal(
        ses.create_receipt_rule, **SET, Rule={"Name": "one", "Actions": list(actions), **members}
    )
    updated = refusal(
        ses.update_receipt_rule, **SET, Rule={"Name": "old", "Actions": list(actions), **members}
    )
    assert updated == created
    return created


def test_a_rule_has_defaults(ses: SESClient) -> None:
    """Recipients that were not named are not shown, actions always are."""
    create(ses, "one")

    assert rule(ses) == {
        "Name": "one",
        "Enabled": False,
        "TlsPolicy": "Optional",
        "Actions": [],
        "ScanEnabled": False,
    }


def test_a_rule_is_shown_as_it_was_made(ses: SESClient) -> None:
    """With all its actions in their order."""
    members = {"Enabled": True, "TlsPolicy": "Require", "ScanEnabled": True, "Actions": FULL}
    create(ses, "one", **members, Recipients=["b@example.com"])
    [listed] = ses.describe_receipt_rule_set(**SET)["Rules"]

    assert rule(ses) == listed == {"Name": "one", **members, "Recipients": ["b@example.com"]}


def test_sns_and_lambda_actions_have_defaults(ses: SESClient) -> None:
    """UTF-8, and an event."""
    create(
        ses,
        "one",
        Actions=[{"SNSAction": {"TopicArn": TOPIC}}, {"LambdaAction": {"FunctionArn": FUNCTION}}],
    )

    assert rule(ses)["Actions"] == [
        {"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-8"}},
        {"LambdaAction": {"FunctionArn": FUNCTION, "InvocationType": "Event"}},
    ]


@pytest.mark.parametrize(
    ("recipients", "shown"),
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
def test_recipients_are_sorted_in_lower_case(ses: SESClient, recipients: list[str], shown: list[str]) -> None:
    """Each is there once, and there may be as many as one likes."""
    create(ses, "one", Recipients=recipients)

    assert rule(ses)["Recipients"] == shown


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
def test_a_recipient_that_is_none_is_refused(ses: SESClient, recipient: str) -> None:
    """Whether the rule is new or not."""
    assert refused(ses, Recipients=["a@example.com", recipient]) == (
        "InvalidParameterValue",
        f"Invalid recipient: {recipient}",
    )


def test_a_new_rule_comes_first_or_behind_another(ses: SESClient) -> None:
    """As the caller says."""
    create(ses, "one")
    create(ses, "two")
    ses.create_receipt_rule(**SET, Rule={"Name": "three"}, After="two")
    ses.create_receipt_rule(**SET, Rule={"Name": "four"}, After="one")

    assert names(ses) == ["two", "three", "one", "four"]


def test_an_update_replaces_the_rule_where_it_stands(ses: SESClient) -> None:
    """What is left out has its default again."""
    create(ses, "three")
    create(ses, "two", Enabled=True, ScanEnabled=True, Recipients=["a@example.com"], Actions=FULL)
    create(ses, "one")
    ses.update_receipt_rule(**SET, Rule={"Name": "two", "TlsPolicy": "Require"})

    assert names(ses) == ["one", "two", "three"]
    assert rule(ses, "two") == {
        "Name": "two",
        "Enabled": False,
        "TlsPolicy": "Require",
        "Actions": [],
        "ScanEnabled": False,
    }


def test_a_rule_is_deleted(ses: SESClient) -> None:
    """One that is not there is no error."""
    create(ses, "one")
    create(ses, "two")
    ses.delete_receipt_rule(**SET, RuleName="one")
    ses.delete_receipt_rule(**SET, RuleName="one")

    assert names(ses) == ["two"]


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
def test_a_rule_is_moved(ses: SESClient, name: str, after: Any, order: list[str]) -> None:
    """Behind another, or to the front; behind itself it stays."""
    for each in ("three", "two", "one"):
        create(ses, each)
    ses.set_receipt_rule_position(**SET, RuleName=name, **after or {})

    assert names(ses) == order


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
    """The rule itself comes before the one that it is to stand behind."""
    create(ses, "one")

    assert refusal(getattr(ses, operation), **SET, **parameters) == (
        "RuleDoesNotExist",
        f"Rule does not exist: {name}",
    )


def test_a_name_is_taken_once(ses: SESClient) -> None:
    """In its rule set."""
    create(ses, "one")

    assert refusal(create, ses, "one") == ("AlreadyExists", "Rule already exists: one")


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
def test_a_name_that_is_none_is_refused(ses: SESClient, operation: str, member: str, path: str) -> None:
    """Under the path at which it stands."""
    create(ses, "one")
    given: dict[str, Any] = {"Rule": {"Name": "two"}, "RuleName": "one"}
    wanted = ["Rule"] if "create" in operation or "update" in operation else ["RuleName"]
    parameters = {name: given[name] for name in wanted}
    parameters[member] = {"Name": "a b"} if member == "Rule" else "a b"

    assert refusal(getattr(ses, operation), **SET, **parameters) == (
        "ValidationError",
        f"1 validation error detected: Value at '{path}' failed to satisfy constraint: {PATTERN}",
    )


@pytest.mark.parametrize("name", ["-a", "a_", "a" * 65])
def test_a_name_has_letters_and_digits_at_its_ends(ses: SESClient, name: str) -> None:
    """It has 64 characters at most."""
    expected = ("InvalidParameterValue", f"Not a valid ruleName: {name}")

    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": name}) == expected
    assert refusal(ses.update_receipt_rule, **SET, Rule={"Name": name}) == expected


def test_a_rule_set_has_200_rules(ses: SESClient) -> None:
    """An existing name is told first."""
    for number in range(200):
        create(ses, f"rule{number}")

    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": "one"}, After="gone") == (
        "LimitExceeded",
        "Too many rules",
    )
    assert refusal(ses.create_receipt_rule, **SET, Rule={"Name": "rule0"})[0] == "AlreadyExists"


def test_a_rule_has_10_actions(ses: SESClient) -> None:
    """Whatever they are."""
    header = {"AddHeaderAction": {"HeaderName": "X-A", "HeaderValue": "1"}}
    create(ses, "ten", Actions=[header] * 10)

    assert refused(ses, *[header] * 11) == ("LimitExceeded", "Too many actions")


@pytest.mark.parametrize("action", [{}, {"StopAction": {"Scope": "RuleSet"}, "SNSAction": {"TopicArn": "x"}}])
def test_an_action_is_of_one_type(ses: SESClient, action: Any) -> None:
    """Not of none, which a gap in the list is, nor of two."""
    assert refused(ses, action, {"SNSAction": {"TopicArn": "x"}}) == (
        "InvalidParameterValue",
        "Exactly one action type must be specified for each ReceiptAction",
    )


def test_stop_comes_last(ses: SESClient) -> None:
    """Anything behind it would never run."""
    stop = {"StopAction": {"Scope": "RuleSet"}}

    assert refused(ses, stop, {"SNSAction": {"TopicArn": "x"}}) == (
        "InvalidParameterValue",
        "Stop action, if any, must be placed at the end of the actions list",
    )


def header(name: str, value: str = "1") -> dict[str, Any]:
    """Return an action that adds a header."""
    return {"AddHeaderAction": {"HeaderName": name, "HeaderValue": value}}


def bounce(**members: str) -> dict[str, Any]:
    """Return an action that bounces."""
    return {"BounceAction": {**BOUNCE, **members}}


def function(arn: str) -> dict[str, Any]:
    """Return an action that invokes a function."""
    return {"LambdaAction": {"FunctionArn": arn}}


S3 = {"BucketName": "inbound"}


@pytest.mark.parametrize(
    ("action", "code", "message"),
    [
        (header(""), "InvalidParameterValue", "Invalid header name: "),
        (header("a b"), "InvalidParameterValue", "Invalid header name: a b"),
        (header("a:"), "InvalidParameterValue", "Invalid header name: a:"),
        (header("a" * 51), "InvalidParameterValue", f"Invalid header name: {'a' * 51}"),
        (header("a", "a\r\nb"), "InvalidParameterValue", "Invalid header value: a0x000d0x000ab"),
        (header("a", "\x00"), "InvalidParameterValue", "Invalid header value: 0x0000"),
        (header("a", "a" * 2049), "InvalidParameterValue", f"Invalid header value: {'a' * 2049}"),
        ({"SNSAction": {"TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        ({"SNSAction": {"TopicArn": FUNCTION}}, "InvalidSnsTopic", f"Invalid SNS topic: {FUNCTION}"),
        (
            {"S3Action": {"BucketName": "", "TopicArn": "x"}},
            "InvalidParameterValue",
            "Bucket name must not be empty",
        ),
        ({"S3Action": {**S3, "TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        ({"StopAction": {"Scope": "RuleSet", "TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        (function(""), "InvalidParameterValue", "Lambda function ARN must not be empty"),
        (function("x"), "InvalidLambdaFunction", "Invalid Lambda function: x"),
        (function(TOPIC), "InvalidLambdaFunction", f"Invalid Lambda function: {TOPIC}"),
        (bounce(SmtpReplyCode=""), "InvalidParameterValue", "Invalid SMTP reply code: "),
        (bounce(SmtpReplyCode="250"), "InvalidParameterValue", "Invalid SMTP reply code: 250"),
        (bounce(Message=""), "InvalidParameterValue", "Invalid SMTP response message: "),
        (bounce(Message="a\nb"), "InvalidParameterValue", "Invalid SMTP response message: a0x000ab"),
        (bounce(Sender="a@example.org"), "InvalidParameterValue", "Identity is not verified: a@example.org"),
        (bounce(Sender="x"), "InvalidParameterValue", "Identity is not verified: x"),
    ],
)
def test_an_action_is_checked(ses: SESClient, action: Any, code: str, message: str) -> None:
    """Each in SES's own words."""
    assert refused(ses, action) == (code, message)


@pytest.mark.parametrize("action", [header("!~", ""), header("X-A", "é\ta")])
def test_header_actions_take_what_ses_takes(ses: SESClient, action: Any) -> None:
    """Printable names, and values of any text without control characters."""
    create(ses, "one", Actions=[action])

    assert rule(ses)["Actions"] == [action]


def test_actions_are_checked_in_their_order(ses: SESClient) -> None:
    """The first that fails is told."""
    assert refused(ses, header("X-A"), function("x"), header(""))[1] == "Invalid Lambda function: x"


def test_violations_are_told_at_once(ses: SESClient) -> None:
    """In SES's order, whatever the order of the request."""
    at = "Value at 'rule.{}' failed to satisfy constraint: Member must satisfy {}"

    assert refusal(
        ses.create_receipt_rule,
        **SET,
        Rule={
            "Name": "a b",
            "TlsPolicy": "Never",
            "Actions": [
                {"LambdaAction": {"FunctionArn": FUNCTION, "InvocationType": "Now"}},
                {"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-16"}},
                {"StopAction": {"Scope": "Rule"}},
            ],
        },
    ) == (
        "ValidationError",
        "5 validation errors detected: "
        + "; ".join(
            [
                at.format("name", "regular expression pattern: ^[a-zA-Z0-9_.-]+$"),
                at.format("tlsPolicy", "enum value set: [Optional, Require]"),
                at.format(
                    "actions.1.member.lambdaAction.invocationType", "enum value set: [RequestResponse, Event]"
                ),
                at.format("actions.2.member.sNSAction.encoding", "enum value set: [Base64, UTF-8]"),
                at.format("actions.3.member.stopAction.scope", "enum value set: [RuleSet]"),
            ]
        ),
    )


@pytest.mark.parametrize(
    ("action", "unknown"),
    [
        (function(FUNCTION), "LambdaAction"),
        ({"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-8"}}, "SNSAction.Encoding"),
    ],
)
def test_what_only_newer_models_have_is_not_accepted_silently(
    ses: SESClient, monkeypatch: pytest.MonkeyPatch, action: Any, unknown: str
) -> None:
    """A type of actions, or a member of one."""
    table = {name: (row[0], {"TopicArn": "topic"}) for name, row in receipt_rules._ACTIONS.items()}
    del table["LambdaAction"]
    monkeypatch.setattr(receipt_rules, "_ACTIONS", table)

    with pytest.raises(OperationNotSupported, match=f"does not mock {unknown}"):
        create(ses, "one", Actions=[action])
    assert names(ses) == []
