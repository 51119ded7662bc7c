"""Bounces of received mail in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain.receiving import bounces
from sesmock.domain.receiving.bounces import BouncedRecipient, BounceReason, BounceRequest
from sesmock.domain.receiving.reports.delivery_reports import DsnAction, Fields, RecipientStatus

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@ses.operation("SendBounce")
def send_bounce(context: Context, request: Params) -> Result:
    """Send a bounce report for an email received in the last 24 hours to its sender; return the message id.

    Raise MessageRejected, InvalidParameterValue, or the errors that stop all sending. Spec: receiving.md §10.
    """
    report = request.get("MessageDsn", {})
    bounce = BounceRequest(
        context.call,
        request["OriginalMessageId"],
        request["BounceSender"],
        tuple(_parse_recipient(members) for members in request["BouncedRecipientInfoList"]),
        sender_arn=request.get("BounceSenderArn"),
        explanation=request.get("Explanation"),
        reporting_mta=report.get("ReportingMta"),
        arrival=report.get("ArrivalDate"),
        extensions=_parse_fields(report),
    )
    return {"MessageId": bounces.send(context.account, bounce).message_id}


def _parse_recipient(members: Params) -> BouncedRecipient:
    recipient, fields = members["Recipient"], members.get("RecipientDsnFields")
    reason = members.get("BounceType")
    return BouncedRecipient(
        recipient,
        None if reason is None else BounceReason(reason),
        None if fields is None else _parse_status(recipient, fields),
        members.get("RecipientArn"),
    )


def _parse_status(recipient: str, fields: Params) -> RecipientStatus:
    return RecipientStatus(
        fields.get("FinalRecipient", recipient),  # the default is documented. Spec: receiving.md §10
        DsnAction(fields["Action"]),
        fields["Status"],
        diagnostic_code=fields.get("DiagnosticCode"),
        remote_mta=fields.get("RemoteMta"),
        last_attempt=fields.get("LastAttemptDate"),
        extensions=_parse_fields(fields),
    )


def _parse_fields(members: Params) -> Fields:
    return tuple((field["Name"], field["Value"]) for field in members.get("ExtensionFields", ()))
