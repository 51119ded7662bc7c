"""What a rule does with a mail. Spec: nouns.md §13.3, v1.md §4, events.md §5.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sesmock.domain.words import Word


class SnsEncoding(Word):
    """How the SNS action writes a mail; receipts tell it by its name."""

    UTF8 = "UTF-8"
    BASE64 = "Base64"


class InvocationType(Word):
    """Whether SES waits for the answer of a function."""

    EVENT = "Event"
    REQUEST_RESPONSE = "RequestResponse"


@dataclass(frozen=True, slots=True)
class S3Action:
    """Stores the mail in a bucket; ``key_prefix`` is None if the rule names none.

    ``kms_key_arn`` and ``iam_role_arn`` are kept and shown; nothing is encrypted here.
    """

    type: ClassVar = "S3"
    bucket: str
    key_prefix: str | None = None
    topic: str | None = None
    kms_key_arn: str | None = None
    iam_role_arn: str | None = None


@dataclass(frozen=True, slots=True)
class SnsAction:
    """Publishes the mail, with its content, to a topic."""

    type: ClassVar = "SNS"
    topic: str
    encoding: SnsEncoding = SnsEncoding.UTF8


@dataclass(frozen=True, slots=True)
class LambdaAction:
    """Invokes a function; its answer counts if it is invoked by ``RequestResponse``."""

    type: ClassVar = "Lambda"
    function_arn: str
    invocation_type: InvocationType = InvocationType.EVENT
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class BounceAction:
    """Bounces the mail: its sender gets a report."""

    type: ClassVar = "Bounce"
    smtp_reply_code: str
    message: str
    sender: str
    status_code: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class AddHeaderAction:
    """Adds a header, which later actions see."""

    type: ClassVar = "AddHeader"
    name: str
    value: str
    topic: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class StopAction:
    """Ends the evaluation of the rule set."""

    type: ClassVar = "Stop"
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class WorkMailAction:
    """Hands the mail to an organization of WorkMail."""

    type: ClassVar = "WorkMail"
    organization_arn: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class ConnectAction:
    """Starts a contact of Amazon Connect."""

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
