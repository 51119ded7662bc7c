"""Sending, by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain import sending
from sesmock.domain.content import RawContent, SimpleContent, Text
from sesmock.domain.drafts import Draft, TemplateUse

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

MAX_BYTES = 10 * 1024 * 1024


@ses.operation("SendEmail")
def send_email(context: Context, request: Params) -> Result:
    """Compose a message from its parts and send it.

    Raise MessageRejected, MailFromDomainNotVerifiedException, ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPausedException, AccountSendingPausedException, Throttling or InvalidParameterValue.
    Spec: v1.md §3 Sending, sending.md §2.
    """
    message = request["Message"]
    body = message["Body"]
    content = SimpleContent(_text(message["Subject"]), _part(body.get("Text")), _part(body.get("Html")))
    draft = _draft(context, request, content)
    return {"MessageId": sending.send(context.account, draft).message_id}


@ses.operation("SendRawEmail")
def send_raw_email(context: Context, request: Params) -> Result:
    """Send a message that the caller composed; its header says what the call leaves out.

    Raise what SendEmail raises. Spec: v1.md §3 Sending, sending.md §2.4, §2.5, §4.
    """
    draft = Draft(
        api=context.api,
        operation=context.operation,
        max_bytes=MAX_BYTES,
        content=RawContent(request["RawMessage"]["Data"]),
        sender=request.get("Source"),
        destinations=request.get("Destinations", ()),
        source_arn=request.get("SourceArn"),
        from_arn=request.get("FromArn"),
        return_path_arn=request.get("ReturnPathArn"),
        tags=message_tags(request.get("Tags", ())),
        configuration_set=request.get("ConfigurationSetName"),
    )
    return {"MessageId": sending.send(context.account, draft).message_id}


@ses.operation("SendTemplatedEmail")
def send_templated_email(context: Context, request: Params) -> Result:
    """Send a message made from a stored template; one that cannot be rendered is accepted, and not delivered.

    Raise TemplateDoesNotExist or what SendEmail raises. Spec: v1.md §3 Sending, events.md §4.2.
    """
    template_use = TemplateUse(request["TemplateData"], request["Template"], request.get("TemplateArn"))
    draft = _draft(context, request, SimpleContent(Text("")), template_use)
    return {"MessageId": sending.send(context.account, draft).message_id}


def message_tags(tags: list[Params] | tuple[()]) -> tuple[tuple[str, str], ...]:
    """Return message tags as pairs of name and value."""
    return tuple([(tag["Name"], tag["Value"]) for tag in tags])


def _draft(
    context: Context, request: Params, content: SimpleContent, template_use: TemplateUse | None = None
) -> Draft:
    destination = request["Destination"]
    return Draft(
        api=context.api,
        operation=context.operation,
        max_bytes=MAX_BYTES,
        content=content,
        template_use=template_use,
        sender=request["Source"],
        to=destination.get("ToAddresses", ()),
        cc=destination.get("CcAddresses", ()),
        bcc=destination.get("BccAddresses", ()),
        reply_to=request.get("ReplyToAddresses", ()),
        return_path=request.get("ReturnPath"),
        return_path_arn=request.get("ReturnPathArn"),
        source_arn=request.get("SourceArn"),
        tags=message_tags(request.get("Tags", ())),
        configuration_set=request.get("ConfigurationSetName"),
    )


def _text(content: Params) -> Text:
    return Text(content["Data"], content.get("Charset"))


def _part(content: Params | None) -> Text | None:
    return None if content is None else _text(content)
