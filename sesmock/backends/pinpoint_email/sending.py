"""Sending, by Pinpoint Email."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.backends.sesv2.sending import CHECKS, UNSUPPORTED, draft_from
from sesmock.domain import sending

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@pinpoint_email.operation("SendEmail", checks=CHECKS, unsupported=UNSUPPORTED)
def send_email(context: Context, request: Params) -> Result:
    """Send a message from its parts, or one that the caller composed.

    Raise what SES v2's SendEmail raises. Spec: pinpoint_email.md §3 Sending, §6 D2.
    """
    return {"MessageId": sending.send(context.account, draft_from(context, request)).message_id}
