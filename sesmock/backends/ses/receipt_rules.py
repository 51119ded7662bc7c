"""The rules of receipt rule sets in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.configuration_sets.options import TlsPolicy
from sesmock.domain.receiving import actions as receipt_actions
from sesmock.domain.receiving import rules
from sesmock.domain.receiving.rules import Rule
from sesmock.exceptions import OperationNotSupported
from sesmock.protocol.validation import CUSTOM_MESSAGE, Constraint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.receiving.actions import Action
    from sesmock.protocol.validation import Checks

NAME = Constraint(minimum=1, maximum=100, pattern="^[a-zA-Z0-9_.-]+$")
"""The constraint on the names of rule sets and rules. Spec: receipt_rules.md §6 [P]."""
_ACTION_ORDER = (
    "AddHeaderAction BounceAction ConnectAction WorkmailAction LambdaAction SNSAction S3Action StopAction"
)
_RULE_CHECKS: Checks = {
    "Rule": Constraint(order=("Name", "TlsPolicy", "Actions")),
    "Rule.Name": NAME,
    "Rule.Actions[]": Constraint(order=tuple(_ACTION_ORDER.split())),
    "Rule.Actions[].BounceAction": Constraint(order=("SmtpReplyCode", "Sender", "Message")),
    "Rule.Actions[].SNSAction": Constraint(order=("Encoding", "TopicArn")),
    "Rule.Actions[].LambdaAction.InvocationType": Constraint(enum=("RequestResponse", "Event")),
    "Rule.Actions[].S3Action.IamRoleArn": CUSTOM_MESSAGE,  # not checked. Spec: receipt_rules.md §4 [P]
}
"""The order in which SES reports the violations of a rule. Spec: receipt_rules.md §2 [P]."""


@ses.operation("CreateReceiptRule", checks={"RuleSetName": NAME, "After": NAME, **_RULE_CHECKS})
def create_receipt_rule(context: Context, request: Params) -> None:
    """Add a rule after another one, or at the front.

    Raise AlreadyExists, RuleSetDoesNotExist, RuleDoesNotExist, LimitExceeded, InvalidS3Configuration,
    InvalidSnsTopic, InvalidLambdaFunction or InvalidParameterValue. Spec: receipt_rules.md §3.
    """
    rule, actions = _parse_rule(request["Rule"]), _parse_actions(request["Rule"])
    rules.create(context.account, request["RuleSetName"], rule, actions, request.get("After"))


@ses.operation("UpdateReceiptRule", checks={"RuleSetName": NAME, **_RULE_CHECKS})
def update_receipt_rule(context: Context, request: Params) -> None:
    """Replace a rule; it stays at its position.

    Raise the errors of CreateReceiptRule except AlreadyExists. Spec: receipt_rules.md §3.
    """
    rule, actions = _parse_rule(request["Rule"]), _parse_actions(request["Rule"])
    rules.update(context.account, request["RuleSetName"], rule, actions)


@ses.operation("DeleteReceiptRule", checks={"RuleSetName": NAME, "RuleName": NAME})
def delete_receipt_rule(context: Context, request: Params) -> None:
    """Remove a rule; an unknown one is not an error.

    Raise RuleSetDoesNotExist. Spec: receipt_rules.md §3 [P].
    """
    rules.delete(context.account, request["RuleSetName"], request["RuleName"])


@ses.operation("DescribeReceiptRule", checks={"RuleSetName": NAME, "RuleName": NAME})
def describe_receipt_rule(context: Context, request: Params) -> Result:
    """Return a rule, with its recipients sorted.

    Raise RuleSetDoesNotExist or RuleDoesNotExist. Spec: receipt_rules.md §3 [P].
    """
    return {"Rule": dump_rule(rules.get(context.account, request["RuleSetName"], request["RuleName"]))}


@ses.operation("SetReceiptRulePosition", checks={"RuleSetName": NAME, "RuleName": NAME, "After": NAME})
def set_receipt_rule_position(context: Context, request: Params) -> None:
    """Move a rule after another one, or to the front.

    Raise RuleSetDoesNotExist or RuleDoesNotExist. Spec: receipt_rules.md §3 [P].
    """
    rules.move(context.account, request["RuleSetName"], request["RuleName"], request.get("After"))


def dump_rule(rule: Rule) -> Params:
    """Return a rule in the format of a response. Spec: receipt_rules.md §3 [P, R]."""
    return {
        "Name": rule.name,
        "Enabled": rule.enabled,
        "TlsPolicy": rule.tls_policy.capitalize(),
        "Recipients": None if rule.recipients is None else list(rule.recipients),
        "Actions": [_dump_action(action) for action in rule.actions],
        "ScanEnabled": rule.scan_enabled,
    }


def _parse_rule(members: Params) -> Rule:
    recipients = members.get("Recipients")
    return Rule(
        members["Name"],
        enabled=members.get("Enabled", False),
        scan_enabled=members.get("ScanEnabled", False),
        tls_policy=TlsPolicy[members.get("TlsPolicy", "Optional").upper()],
        recipients=None if recipients is None else tuple(recipients),
    )


def _parse_actions(members: Params) -> list[Action | None]:
    return [_parse_action(each) for each in members.get("Actions", ())]


def _parse_action(structure: Params) -> Action | None:
    """Return an action, or None if a structure does not have exactly one type of action.

    Raise `OperationNotSupported` for action types and members that only newer models have.
    """
    # SES reports this only after it has found the rule set and the rule. Spec: receipt_rules.md §3.
    if len(structure) != 1:
        return None
    [(name, members)] = structure.items()
    action_class, attributes = _ACTIONS.get(name, (None, {}))
    # A StopAction has a scope, but RuleSet is its only value, so it is not stored. Spec: receiving.md §11.
    unknown = members.keys() - attributes.keys() - {"Scope"}
    if action_class is None or unknown:
        raise OperationNotSupported(
            f"sesmock does not mock {'.'.join([name, *sorted(unknown)[:1]])} of rules yet."
        )
    return action_class(
        **{
            attributes[member]: _WORDS.get(member, str)(value)
            for member, value in members.items()
            if member in attributes
        }
    )


def _dump_action(action: Action) -> Params:
    name, attributes = next((name, row[1]) for name, row in _ACTIONS.items() if row[0] is type(action))
    members = {member: getattr(action, attribute) for member, attribute in attributes.items()}
    return {name: {"Scope": "RuleSet", **members} if name == "StopAction" else members}


_ACTIONS: Mapping[str, tuple[Callable[..., Action], Mapping[str, str]]] = {
    "S3Action": (
        receipt_actions.S3Action,
        {
            "TopicArn": "topic",
            "BucketName": "bucket",
            "ObjectKeyPrefix": "key_prefix",
            "KmsKeyArn": "kms_key_arn",
            "IamRoleArn": "iam_role_arn",
        },
    ),
    "BounceAction": (
        receipt_actions.BounceAction,
        {
            "TopicArn": "topic",
            "SmtpReplyCode": "smtp_reply_code",
            "StatusCode": "status_code",
            "Message": "message",
            "Sender": "sender",
        },
    ),
    "WorkmailAction": (
        receipt_actions.WorkMailAction,
        {"TopicArn": "topic", "OrganizationArn": "organization_arn"},
    ),
    "LambdaAction": (
        receipt_actions.LambdaAction,
        {"TopicArn": "topic", "FunctionArn": "function_arn", "InvocationType": "invocation_type"},
    ),
    "StopAction": (receipt_actions.StopAction, {"TopicArn": "topic"}),
    "AddHeaderAction": (receipt_actions.AddHeaderAction, {"HeaderName": "name", "HeaderValue": "value"}),
    "SNSAction": (receipt_actions.SnsAction, {"TopicArn": "topic", "Encoding": "encoding"}),
    "ConnectAction": (
        receipt_actions.ConnectAction,
        {"InstanceARN": "instance_arn", "IAMRoleARN": "iam_role_arn"},
    ),
}
"""The class for each type of action, and the attribute for each of its members."""
_WORDS: Mapping[str, Callable[[str], str]] = {
    "Encoding": receipt_actions.SnsEncoding,
    "InvocationType": receipt_actions.InvocationType,
}
