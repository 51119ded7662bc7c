"""Run the actions of a rule on an email, without holding the world's lock. Spec: receiving.md §3, §6, §9."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from sesmock.domain.events import event_documents, publications
from sesmock.domain.events.publications import Publication
from sesmock.domain.receiving.actions import (
    AddHeaderAction,
    BounceAction,
    ConnectAction,
    InvocationType,
    LambdaAction,
    S3Action,
    SnsAction,
    StopAction,
    WorkMailAction,
)
from sesmock.domain.receiving.lambda_functions import LambdaContext
from sesmock.domain.receiving.reports import bounce_reports, documents
from sesmock.domain.receiving.reports.documents import StoredMail
from sesmock.domain.receiving.reports.s3_events import S3Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.domain.receiving.received import ActionRun, Received
    from sesmock.domain.receiving.reports.documents import Receipt

MAX_PUBLISHED_SIZE = 150 * 1024
"""The maximum size in bytes of an email whose content SES publishes to SNS. Spec: receiving.md §11 [D]."""


class Disposition(Enum):
    """Whether the rules continue after an action. Spec: receiving.md §3 [D]."""

    CONTINUE = "CONTINUE"
    STOP_RULE = "STOP_RULE"
    STOP_RULE_SET = "STOP_RULE_SET"


def run(received: Received, receipt: Receipt, action_run: ActionRun) -> Disposition:
    """Run an action; return whether the rules continue after it."""
    return (
        _RUNS[type(action_run.action)](received, receipt, action_run, action_run.action)
        or Disposition.CONTINUE
    )


def notify(received: Received, receipt: Receipt, action_run: ActionRun) -> None:
    """Publish a notification to the topic of an action, if it has a topic and the topic exists."""
    account, action = received.account, action_run.action
    # Mail that is too large for its own topic is bounced by `_run_sns` instead.
    if action.topic is None or (isinstance(action, SnsAction) and _is_too_large(received)):
        return
    # None means that no mock of SNS is active. In that case, the notification is recorded.
    if account.world.aws_services.topic_exists(account, action.topic) is False:
        return
    mail = _build_stored_mail(received)
    action_run.notification = Publication(
        account,
        "sns",
        action.topic,
        partial(_payload, mail, receipt, action),
        purpose="receipt",
        subject=documents.RECEIPT_SUBJECT,
        received=received,
    )
    with account.world.change():
        publications.record(account, action_run.notification)


def _payload(mail: StoredMail, receipt: Receipt, action: Any) -> str:
    return event_documents.dump_text(documents.build_notification(mail, receipt, action))


def _build_stored_mail(received: Received) -> StoredMail:
    return StoredMail(
        received.message_id,
        received.received_seconds,
        str(received.source or ""),
        received.accepted_recipients,
        received.raw,
    )


def _run_s3(received: Received, _: Receipt, action_run: ActionRun, action: S3Action) -> None:
    account = received.account
    s3_object = S3Object(action.bucket, documents.build_object_key(action, received.message_id), received.raw)
    action_run.s3_object = s3_object
    action_run.error = account.world.aws_services.store(
        account, s3_object.bucket, s3_object.key, s3_object.body
    )


def _run_sns(received: Received, receipt: Receipt, action_run: ActionRun, _: SnsAction) -> None:
    """Bounce an email that is too large for SNS; `notify` publishes the others. Spec: receiving.md §4 [D], §11."""
    if _is_too_large(received):
        action_run.bounce = bounce_reports.send_too_large(received, receipt)


def _is_too_large(received: Received) -> bool:
    return len(received.raw) > MAX_PUBLISHED_SIZE


def _run_lambda(
    received: Received, receipt: Receipt, action_run: ActionRun, action: LambdaAction
) -> Disposition:
    event = documents.build_lambda_event(_build_stored_mail(received), receipt, action)
    action_run.lambda_event = event
    # A handler may change its event, but the record must show the event as SES sent it.
    action_run.answer = _invoke(received, action_run, action, copy.deepcopy(event))
    return (
        _disposition(action_run.answer)
        if action.invocation_type is InvocationType.REQUEST_RESPONSE
        else Disposition.CONTINUE
    )


def _invoke(received: Received, action_run: ActionRun, action: LambdaAction, event: dict[str, Any]) -> object:
    """Return the result of a handler in the test or of a function in another mock, or None if there is neither."""
    account = received.account
    world = account.world
    handler = world.lambda_functions.find(action.function_arn)
    if handler is not None:
        return handler(event, LambdaContext(action.function_arn, world.clock))
    invocation = world.aws_services.invoke(account, action.function_arn, action.invocation_type, event)
    if invocation is None:
        return None
    action_run.error = invocation.error
    return invocation.answer


def _disposition(answer: object) -> Disposition:
    """Return the disposition in a function's result; anything unknown means to continue.

    Spec: receiving.md §3 [D].
    """
    name = answer.get("disposition") if isinstance(answer, Mapping) else None
    return next((each for each in Disposition if each.value == name), Disposition.CONTINUE)


def _run_bounce(received: Received, receipt: Receipt, action_run: ActionRun, action: BounceAction) -> None:
    action_run.bounce = bounce_reports.send(received, receipt, action)


def _run_add_header(received: Received, _: Receipt, __: ActionRun, action: AddHeaderAction) -> None:
    received.add_header(action.name, action.value)


def _run_stop(_: Received, __: Receipt, ___: ActionRun, ____: StopAction) -> Disposition:
    return Disposition.STOP_RULE_SET


def _run_nothing(_: Received, __: Receipt, ___: ActionRun, ____: WorkMailAction | ConnectAction) -> None:
    """Do nothing, because there is no mock of WorkMail or Connect; the run is recorded."""


_RUNS: dict[type, Callable[[Received, Receipt, ActionRun, Any], Disposition | None]] = {
    S3Action: _run_s3,
    SnsAction: _run_sns,
    LambdaAction: _run_lambda,
    BounceAction: _run_bounce,
    AddHeaderAction: _run_add_header,
    StopAction: _run_stop,
    WorkMailAction: _run_nothing,
    ConnectAction: _run_nothing,
}
