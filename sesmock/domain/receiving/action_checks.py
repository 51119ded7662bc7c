"""Check the actions of a rule as SES does before it stores them. Spec: receipt_rules.md §4, §6."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sesmock.domain.aws.arns import parse_arn
from sesmock.domain.errors import InvalidParameter
from sesmock.domain.identities import identities
from sesmock.domain.mail import addresses
from sesmock.domain.receiving.actions import (
    AddHeaderAction,
    BounceAction,
    ConnectAction,
    LambdaAction,
    S3Action,
    SnsAction,
    StopAction,
    WorkMailAction,
)
from sesmock.domain.receiving.errors import (
    BounceSenderNotVerified,
    BucketDoesNotExist,
    BucketNotWritable,
    InvalidHeaderName,
    InvalidHeaderValue,
    InvalidReplyCode,
    InvalidResponseMessage,
    MalformedFunctionArn,
    MalformedTopicArn,
    NoBucketName,
    NoFunctionArn,
    NotOneActionType,
    StopActionNotLast,
    TooManyActions,
    UnreachableFunction,
    UnreachableTopic,
)
from sesmock.domain.receiving.reports import setup_mail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.domain.account import Account
    from sesmock.domain.receiving.actions import Action

MAX_ACTIONS = 10  # Spec: account.md §2 [D]
# The lengths are documented, and the characters were found by probing SES. Spec: requests.md §7 [D];
# receipt_rules.md §4 [P].
_HEADER_NAME = re.compile(r"[\x21-\x39\x3B-\x7E]{1,50}")
_MAX_HEADER_VALUE = 2048
# The control characters that SES refuses; it accepts a tab. Spec: receipt_rules.md §4 [E].
_CONTROL = re.compile(r"[\x00-\x08\x0A-\x1F]")
_REPLY_CODE = re.compile(r"[45]\d\d")


def check(account: Account, actions: Sequence[Action | None]) -> None:
    """Check the actions of a rule, in order; None stands for an action without exactly one type.

    The check of a bucket writes a setup mail into the bucket. Raise `TooManyActions` or `InvalidParameter`.
    Spec: receipt_rules.md §3, §4 [P].
    """
    if len(actions) > MAX_ACTIONS:
        raise TooManyActions
    if None in actions:
        raise NotOneActionType
    if any(isinstance(action, StopAction) for action in actions[:-1]):
        raise StopActionNotLast
    for action in actions:
        _CHECKS[type(action)](account, action)
        if action is not None and action.topic is not None:
            _check_topic(account, action.topic)


def _check_topic(account: Account, topic: str) -> None:
    arn = parse_arn(topic)
    if arn is None or arn.service != "sns":
        raise MalformedTopicArn(topic)
    # None means that no mock of the service is active. In that case, the target counts as existing.
    if account.world.aws_services.topic_exists(account, topic) is False:
        raise UnreachableTopic(topic)


def _check_s3(account: Account, action: S3Action) -> None:
    bucket = action.bucket
    if not bucket:
        raise NoBucketName
    if account.world.aws_services.bucket_exists(account, bucket) is False:
        raise BucketDoesNotExist(bucket)
    # SES writes the setup mail to find out whether it may write to the bucket. Spec: receipt_rules.md §4 [U].
    if setup_mail.store(account, action) is not None:
        raise BucketNotWritable(bucket)


def _check_lambda(account: Account, action: LambdaAction) -> None:
    function_arn = action.function_arn
    if not function_arn:
        raise NoFunctionArn
    arn = parse_arn(function_arn)
    if arn is None or arn.service != "lambda" or not arn.resource.startswith("function:"):
        raise MalformedFunctionArn(function_arn)
    world = account.world
    # A handler in the test replaces the function, so no mock of Lambda needs to have it.
    has_handler = world.lambda_functions.find(function_arn) is not None
    if not has_handler and world.aws_services.function_exists(account, function_arn) is False:
        raise UnreachableFunction(function_arn)


def _check_bounce(account: Account, action: BounceAction) -> None:
    if not _REPLY_CODE.fullmatch(action.smtp_reply_code):
        raise InvalidReplyCode(action.smtp_reply_code)
    if not action.message.strip() or _CONTROL.search(action.message):
        raise InvalidResponseMessage(_escape_controls(action.message))
    if not _is_verified(account, action.sender):
        raise BounceSenderNotVerified(action.sender)


def _is_verified(account: Account, sender: str) -> bool:
    """Return whether a string is an address that the account may send from."""
    try:
        address = addresses.parse(sender)
    except InvalidParameter:
        return False
    return account.world.accepts_any_sender or identities.find_verified(account, address) is not None


def _check_header(_: Account, action: AddHeaderAction) -> None:
    if not _HEADER_NAME.fullmatch(action.name):
        raise InvalidHeaderName(action.name)
    if len(action.value) > _MAX_HEADER_VALUE or _CONTROL.search(action.value):
        raise InvalidHeaderValue(_escape_controls(action.value))


def _escape_controls(value: str) -> str:
    """Return a string with its control characters in SES's notation. Spec: receipt_rules.md §4 [E]."""
    return _CONTROL.sub(lambda match: f"0x00{ord(match[0]):02x}", value)


def _check_nothing(_: Account, __: Action) -> None:
    """Accept an action that SES does not check. Spec: receipt_rules.md §4 [P]."""


_CHECKS: dict[type, Callable[[Account, Any], None]] = {
    S3Action: _check_s3,
    SnsAction: _check_nothing,
    LambdaAction: _check_lambda,
    BounceAction: _check_bounce,
    AddHeaderAction: _check_header,
    StopAction: _check_nothing,
    WorkMailAction: _check_nothing,
    ConnectAction: _check_nothing,
}
