"""The actions of receipt rules. Spec: receipt_rules.md §4; receiving.md §4, §11."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sesmock.domain.words import Word


class SnsEncoding(Word):
    """The encoding of the mail that an SNS action publishes.

    Requests have the value, such as ``UTF-8``, and notifications the name, such as ``UTF8``.
    """

    UTF8 = "UTF-8"
    BASE64 = "Base64"


class InvocationType(Word):
    """Whether SES waits for a function to return."""

    EVENT = "Event"
    REQUEST_RESPONSE = "RequestResponse"


@dataclass(frozen=True, slots=True)
class S3Action:
    """An action that stores the mail in a bucket; ``key_prefix`` is None if the action has none.

    ``kms_key_arn`` and ``iam_role_arn`` are stored and returned, but nothing is encrypted.
    """

    type: ClassVar = "S3"
    bucket: str
    key_prefix: str | None = None
    topic: str | None = None
    kms_key_arn: str | None = None
    iam_role_arn: str | None = None


@dataclass(frozen=True, slots=True)
class SnsAction:
    """An action that publishes the mail, with its content, to a topic."""

    type: ClassVar = "SNS"
    topic: str
    encoding: SnsEncoding = SnsEncoding.UTF8


@dataclass(frozen=True, slots=True)
class LambdaAction:
    """An action that invokes a function; the return value counts only for ``RequestResponse``."""

    type: ClassVar = "Lambda"
    function_arn: str
    invocation_type: InvocationType = InvocationType.EVENT
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class BounceAction:
    """An action that bounces the mail: SES sends a report to its sender."""

    type: ClassVar = "Bounce"
    smtp_reply_code: str
    message: str
    sender: str
    status_code: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class AddHeaderAction:
    """An action that adds a header for the actions after it."""

    type: ClassVar = "AddHeader"
    name: str
    value: str
    topic: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class StopAction:
    """An action that stops the evaluation of the rule set."""

    type: ClassVar = "Stop"
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class WorkMailAction:
    """An action that passes the mail to a WorkMail organization."""

    type: ClassVar = "WorkMail"
    organization_arn: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class ConnectAction:
    """An action that starts an Amazon Connect contact."""

    type: ClassVar = "Connect"
    instance_arn: str
    iam_role_arn: str
    topic: ClassVar[None] = None


Action = (
    S3Action
    | SnsAction
    | LambdaAction
    | BounceAction
    | AddHeaderAction
    | StopAction
    | WorkMailAction
    | ConnectAction
)
