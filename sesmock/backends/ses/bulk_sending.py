"""Bulk sends in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock import bulk_calls
from sesmock.apis import SES
from sesmock.backends.backend import look_up
from sesmock.backends.mail_members import parse_pairs, parse_recipients
from sesmock.backends.ses.backend import ses
from sesmock.backends.ses.errors import BULK_STATUSES
from sesmock.backends.ses.sending import MAX_BYTES, build_send_options
from sesmock.domain.errors import DomainError
from sesmock.domain.mail.content import TemplatedContent
from sesmock.domain.sending import bulk
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.mail.messages import SentMessage

_MEMBERS = bulk_calls.MEMBERS[SES.name]


# Older models do not mark the default data as required.
@ses.operation("SendBulkTemplatedEmail", checks={"DefaultTemplateData": Constraint(required=True)})
def send_bulk_templated_email(context: Context, request: Params) -> Result:
    """Send a message from a stored template to each of up to 50 destinations, and return a status for each.

    Raise MessageRejected, TemplateDoesNotExist, or another error of SendEmail that concerns the whole call.
    Spec: sending.md §6, §8; templates.md §3.
    """
    mail = bulk.BulkRequest(
        call=context.call,
        content=TemplatedContent(
            request["DefaultTemplateData"], request["Template"], request.get("TemplateArn")
        ),
        entries=[_parse_entry(destination) for destination in request[_MEMBERS.entries]],
        max_bytes=MAX_BYTES,
        options=build_send_options(request, request.get("DefaultTags", ())),
        sender=request["Source"],
        reply_to=request.get("ReplyToAddresses", ()),
        return_path=request.get("ReturnPath"),
    )
    results = bulk.send(context.account, mail)
    return {_MEMBERS.results: [_dump_status(result) for result in results]}


def _parse_entry(destination: Params) -> bulk.Entry:
    to, cc, bcc = parse_recipients(destination["Destination"])
    return bulk.Entry(
        to=to,
        cc=cc,
        bcc=bcc,
        # Without data of its own, an entry has only the default data. Spec: templates.md §3 [U].
        data=destination.get("ReplacementTemplateData", "{}"),
        tags=parse_pairs(destination.get("ReplacementTags", ())),
    )


def _dump_status(result: SentMessage | DomainError) -> Params:
    if isinstance(result, DomainError):
        return {"Status": look_up(BULK_STATUSES, type(result)), "Error": ses.wire_error(result).message}
    return {"Status": "Success", "MessageId": result.message_id}
