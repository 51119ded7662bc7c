"""Bulk sends in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock import bulk_calls
from sesmock.apis import SESV2
from sesmock.backends.backend import look_up
from sesmock.backends.mail_members import parse_pairs, parse_recipients
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.errors import BULK_STATUSES
from sesmock.backends.sesv2.sending import MAX_BYTES, build_send_options, build_templated_content, share
from sesmock.domain.errors import DomainError
from sesmock.domain.sending import bulk
from sesmock.domain.sending.errors import EmptySender
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.protocol.validation import Checks

_MEMBERS = bulk_calls.MEMBERS[SESV2.name]
# SES has its own text for a blank header name, as in SendEmail.
_CHECKS: Checks = {
    "DefaultContent.Template.Headers[].Name": Constraint(blank_passes=True),
    f"{_MEMBERS.entries}[].ReplacementHeaders[].Name": Constraint(blank_passes=True),
}


@sesv2.operation("SendBulkEmail", checks=_CHECKS)
def send_bulk_email(context: Context, request: Params) -> Result:
    """Send a message from a template to each of up to 50 entries, and return a status for each.

    Raise MessageRejected, NotFoundException, or another error of SendEmail that concerns the whole call.
    Spec: sending.md §6, §7; templates.md §3.
    """
    # The model does not require the sender, but SES does. Spec: sending.md §4 [P].
    if not request.get("FromEmailAddress"):
        raise EmptySender
    mail = bulk.BulkRequest(
        call=context.call,
        content=build_templated_content(request["DefaultContent"].get("Template", {})),
        entries=[_parse_entry(entry) for entry in request[_MEMBERS.entries]],
        max_bytes=MAX_BYTES,
        options=build_send_options(request, request.get("DefaultEmailTags", ())),
        sender=request["FromEmailAddress"],
        reply_to=request.get("ReplyToAddresses", ()),
        return_path=request.get("FeedbackForwardingEmailAddress"),
    )
    results = share(context, request, lambda account: bulk.send(account, mail))
    return {_MEMBERS.results: [_dump_result(result) for result in results]}


def _parse_entry(entry: Params) -> bulk.Entry:
    to, cc, bcc = parse_recipients(entry["Destination"])
    replacement = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
    return bulk.Entry(
        to=to,
        cc=cc,
        bcc=bcc,
        # Without data of its own, an entry has only the default data. Spec: templates.md §3 [U].
        data=replacement.get("ReplacementTemplateData", "{}"),
        tags=parse_pairs(entry.get("ReplacementTags", ())),
        headers=parse_pairs(entry.get("ReplacementHeaders", ())),
    )


def _dump_result(result: SentMessage | DomainError) -> Params:
    if isinstance(result, DomainError):
        return {"Status": look_up(BULK_STATUSES, type(result)), "Error": sesv2.wire_error(result).message}
    return {"Status": "SUCCESS", "MessageId": result.message_id}
