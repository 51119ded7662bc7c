"""Actions of receipt rules in SES v1, and their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock import OperationNotSupported
from sesmock.backends.ses import receipt_rules
from tests.backends.receiving.rules import BOUNCE, SET, create_rule, list_names, read_rule, rule_error
from tests.receiving import FUNCTION, TOPIC
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

pytestmark = pytest.mark.usefixtures("_rule_set")


def test_sns_and_lambda_actions_have_defaults(ses: SESClient) -> None:
    """The default encoding is UTF-8 and the default invocation type is Event."""
    create_rule(
        ses,
        "one",
        Actions=[{"SNSAction": {"TopicArn": TOPIC}}, {"LambdaAction": {"FunctionArn": FUNCTION}}],
    )

    assert read_rule(ses)["Actions"] == [
        {"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-8"}},
        {"LambdaAction": {"FunctionArn": FUNCTION, "InvocationType": "Event"}},
    ]


def test_a_rule_has_at_most_10_actions(ses: SESClient) -> None:
    """An eleventh action is refused."""
    header_action = {"AddHeaderAction": {"HeaderName": "X-A", "HeaderValue": "1"}}
    create_rule(ses, "ten", Actions=[header_action] * 10)

    assert rule_error(ses, *[header_action] * 11) == ("LimitExceeded", "Too many actions")


@pytest.mark.parametrize("action", [{}, {"StopAction": {"Scope": "RuleSet"}, "SNSAction": {"TopicArn": "x"}}])
def test_an_action_has_one_type(ses: SESClient, action: Any) -> None:
    """An action must have exactly one type."""
    assert rule_error(ses, action, {"SNSAction": {"TopicArn": "x"}}) == (
        "InvalidParameterValue",
        "Exactly one action type must be specified for each ReceiptAction",
    )


def test_a_stop_action_must_be_the_last(ses: SESClient) -> None:
    """A stop action before another action is refused."""
    stop = {"StopAction": {"Scope": "RuleSet"}}

    assert rule_error(ses, stop, {"SNSAction": {"TopicArn": "x"}}) == (
        "InvalidParameterValue",
        "Stop action, if any, must be placed at the end of the actions list",
    )


def header_action(name: str, value: str = "1") -> dict[str, Any]:
    """Return an action that adds a header."""
    return {"AddHeaderAction": {"HeaderName": name, "HeaderValue": value}}


def bounce_action(**members: str) -> dict[str, Any]:
    """Return an action that bounces."""
    return {"BounceAction": {**BOUNCE, **members}}


def lambda_action(arn: str) -> dict[str, Any]:
    """Return an action that invokes a function."""
    return {"LambdaAction": {"FunctionArn": arn}}


S3 = {"BucketName": "inbound"}


@pytest.mark.parametrize(
    ("action", "code", "message"),
    [
        (header_action(""), "InvalidParameterValue", "Invalid header name: "),
        (header_action("a b"), "InvalidParameterValue", "Invalid header name: a b"),
        (header_action("a:"), "InvalidParameterValue", "Invalid header name: a:"),
        (header_action("a" * 51), "InvalidParameterValue", f"Invalid header name: {'a' * 51}"),
        # SES prints a control character as 0x00 and two hexadecimal digits. Spec: receipt_rules.md §4.
        (header_action("a", "a\r\nb"), "InvalidParameterValue", "Invalid header value: a0x000d0x000ab"),
        (header_action("a", "\x00"), "InvalidParameterValue", "Invalid header value: 0x0000"),
        (header_action("a", "a" * 2049), "InvalidParameterValue", f"Invalid header value: {'a' * 2049}"),
        ({"SNSAction": {"TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        ({"SNSAction": {"TopicArn": FUNCTION}}, "InvalidSnsTopic", f"Invalid SNS topic: {FUNCTION}"),
        (
            {"S3Action": {"BucketName": "", "TopicArn": "x"}},
            "InvalidParameterValue",
            "Bucket name must not be empty",
        ),
        ({"S3Action": {**S3, "TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        ({"StopAction": {"Scope": "RuleSet", "TopicArn": "x"}}, "InvalidSnsTopic", "Invalid SNS topic: x"),
        (lambda_action(""), "InvalidParameterValue", "Lambda function ARN must not be empty"),
        (lambda_action("x"), "InvalidLambdaFunction", "Invalid Lambda function: x"),
        (lambda_action(TOPIC), "InvalidLambdaFunction", f"Invalid Lambda function: {TOPIC}"),
        (bounce_action(SmtpReplyCode=""), "InvalidParameterValue", "Invalid SMTP reply code: "),
        (bounce_action(SmtpReplyCode="250"), "InvalidParameterValue", "Invalid SMTP reply code: 250"),
        (bounce_action(Message=""), "InvalidParameterValue", "Invalid SMTP response message: "),
        (bounce_action(Message="a\nb"), "InvalidParameterValue", "Invalid SMTP response message: a0x000ab"),
        (
            bounce_action(Sender="a@example.org"),
            "InvalidParameterValue",
            "Identity is not verified: a@example.org",
        ),
        (bounce_action(Sender="x"), "InvalidParameterValue", "Identity is not verified: x"),
    ],
)
def test_an_invalid_action_is_refused(ses: SESClient, action: Any, code: str, message: str) -> None:
    """Each kind of invalid action has its own code and text."""
    assert rule_error(ses, action) == (code, message)


@pytest.mark.parametrize("action", [header_action("!~", ""), header_action("X-A", "é\ta")])
def test_valid_header_actions_are_accepted(ses: SESClient, action: Any) -> None:
    """A header name can contain symbols, and a value can be empty or contain tabs and non-ASCII letters."""
    create_rule(ses, "one", Actions=[action])

    assert read_rule(ses)["Actions"] == [action]


def test_actions_are_checked_in_order(ses: SESClient) -> None:
    """The first invalid action is reported."""
    assert (
        rule_error(ses, header_action("X-A"), lambda_action("x"), header_action(""))[1]
        == "Invalid Lambda function: x"
    )


def test_violations_are_reported_together(ses: SESClient) -> None:
    """Violated constraints are reported together, in SES's order."""
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
        (lambda_action(FUNCTION), "LambdaAction"),
        ({"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-8"}}, "SNSAction.Encoding"),
    ],
)
def test_unknown_members_of_newer_models_are_errors(
    ses: SESClient, monkeypatch: pytest.MonkeyPatch, action: Any, unknown: str
) -> None:
    """An unknown action type or member of an action raises OperationNotSupported."""
    table = {name: (row[0], {"TopicArn": "topic"}) for name, row in receipt_rules._ACTIONS.items()}
    del table["LambdaAction"]
    monkeypatch.setattr(receipt_rules, "_ACTIONS", table)

    with pytest.raises(OperationNotSupported, match=f"does not mock {unknown}"):
        create_rule(ses, "one", Actions=[action])
    assert list_names(ses) == []
