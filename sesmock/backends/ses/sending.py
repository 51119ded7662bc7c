"""Sends in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.mail_members import parse_optional_text, parse_pairs, parse_recipients, parse_text
from sesmock.backends.ses.backend import ses
from sesmock.domain.mail.content import RawContent, SimpleContent, TemplatedContent
from sesmock.domain.mail.send_request import SendOptions, SendRequest
from sesmock.domain.sending import sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.mail.messages import SentMessage

MAX_BYTES = 10 * 1024 * 1024
"""The size of the largest message, in bytes. Spec: messages.md §1 [U]."""


@ses.operation("SendEmail")
def send_email(context: Context, request: Params) -> Result:
    """Compose a message from its parts and send it.

    Raise MessageRejected, MailFromDomainNotVerifiedException, ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPausedException, AccountSendingPausedException, Throttling or InvalidParameterValue.
    Spec: sending.md §1, §8.
    """
    message = request["Message"]
    body = message["Body"]
    content = SimpleContent(
        parse_text(message["Subject"]),
        parse_optional_text(body.get("Text")),
        parse_optional_text(body.get("Html")),
    )
    return {"MessageId": _send(context, request, content).message_id}


@ses.operation("SendRawEmail")
def send_raw_email(context: Context, request: Params) -> Result:
    """Send a raw message; its headers supply the sender and recipients that the request omits.

    Raise the errors of SendEmail. Spec: sending.md §4, §8; messages.md §1.
    """
    mail = SendRequest(
        call=context.call,
        content=RawContent(request["RawMessage"]["Data"]),
        max_bytes=MAX_BYTES,
        options=build_send_options(request, request.get("Tags", ())),
        sender=request.get("Source"),
        destinations=request.get("Destinations", ()),
    )
    return {"MessageId": sending.send(context.account, mail).message_id}


@ses.operation("SendTemplatedEmail")
def send_templated_email(context: Context, request: Params) -> Result:
    """Send a message from a stored template; a message that cannot be rendered is accepted but not delivered.

    Raise TemplateDoesNotExist or an error of SendEmail. Spec: sending.md §8; templates.md §2.
    """
    content = TemplatedContent(request["TemplateData"], request["Template"], request.get("TemplateArn"))
    return {"MessageId": _send(context, request, content).message_id}


def build_send_options(request: Params, tags: Sequence[Params]) -> SendOptions:
    """Return the options of a send request."""
    return SendOptions(
        request.get("ConfigurationSetName"),
        parse_pairs(tags),
        request.get("SourceArn"),
        request.get("FromArn"),
        request.get("ReturnPathArn"),
    )


def _send(context: Context, request: Params, content: SimpleContent | TemplatedContent) -> SentMessage:
    to, cc, bcc = parse_recipients(request["Destination"])
    # Creating a named tuple takes twice as long with keywords, and this is the hot path.
    mail = SendRequest(
        context.call,
        content,
        MAX_BYTES,
        build_send_options(request, request.get("Tags", ())),
        request["Source"],
        to,
        cc,
        bcc,
        (),
        request.get("ReplyToAddresses", ()),
        request.get("ReturnPath"),
    )
    return sending.send(context.account, mail)
