"""Sending, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import inferred, sending
from sesmock.domain.content import AttachmentContent, RawContent, SimpleContent, Text
from sesmock.domain.drafts import Draft, TemplateUse
from sesmock.domain.errors import InvalidParameter
from sesmock.protocol.constraints import Constraint
from sesmock.protocol.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.protocol.validation import Checks

MAX_BYTES = 40 * 1024 * 1024
_TRANSFER_ENCODINGS = {"BASE64": "base64", "QUOTED_PRINTABLE": "quoted-printable", "SEVEN_BIT": "7bit"}


CHECKS: Checks = {
    f"Content.{form}.Headers[].Name": Constraint(blank_passes=True) for form in ("Simple", "Template")
}


UNSUPPORTED = (
    "EndpointId",
    "ListManagementOptions",
    "TenantName",
)


@sesv2.operation("SendEmail", checks=CHECKS, unsupported=UNSUPPORTED)
def send_email(context: Context, request: Params) -> Result:
    """Send a message from its parts, or one that the caller composed.

    Raise MessageRejected, SendingPausedException, AccountSuspendedException, MailFromDomainNotVerifiedException,
    NotFoundException, TooManyRequestsException or BadRequestException. Spec: v2.md §16, sending.md §2.
    """
    return {"MessageId": sending.send(context.account, draft_from(context, request)).message_id}


def draft_from(context: Context, request: Params) -> Draft:
    """Return what a SendEmail request asks for in plain words."""
    destination = request.get("Destination") or {}
    content = _content(request)
    recipients = [destination.get(f"{kind}Addresses", ()) for kind in ("To", "Cc", "Bcc")]
    template = request["Content"].get("Template")
    draft = Draft(
        api=context.api,
        operation=context.operation,
        max_bytes=MAX_BYTES,
        content=content,
        template_use=None if template is None else template_use(template),
        sender=request.get("FromEmailAddress"),
        reply_to=request.get("ReplyToAddresses", ()),
        return_path=request.get("FeedbackForwardingEmailAddress"),
        return_path_arn=request.get("FeedbackForwardingEmailAddressIdentityArn"),
        source_arn=request.get("FromEmailAddressIdentityArn"),
        tags=message_tags(request.get("EmailTags", ())),
        configuration_set=request.get("ConfigurationSetName"),
    )
    override_tracking(draft, request)
    if isinstance(content, RawContent):
        draft.destinations = [recipient for kind in recipients for recipient in kind]
    else:
        draft.to, draft.cc, draft.bcc = recipients
    return draft


def override_tracking(draft: Draft, request: Params) -> None:
    """Have a message tracked or not as its request says, whatever the settings are."""
    given = request.get("ConfigurationOverrides", {}).get("Tracking", {})
    if "OpenTrackingEnabled" in given:
        draft.tracks_opens = given["OpenTrackingEnabled"] == "ENABLED"
    if "ClickTrackingEnabled" in given:
        draft.tracks_clicks = given["ClickTrackingEnabled"] == "ENABLED"


def _content(request: Params) -> SimpleContent | RawContent:
    content = request["Content"]
    if len(content) != 1:
        raise InvalidParameter(inferred.CONTENT_FORM)
    if "Raw" in content:
        return RawContent(content["Raw"]["Data"])
    if "Template" in content:
        if not request.get("FromEmailAddress"):
            raise InvalidParameter("Source cannot be empty")  # Spec: sending.md §2.4 [P]
        return SimpleContent(Text(""))
    if "FromEmailAddress" not in request:
        raise WireError("BadRequestException")  # with a null message. Spec: sending.md §2.4 [P]
    return _simple(content["Simple"])


def _simple(message: Params) -> SimpleContent:
    body = message["Body"]
    return SimpleContent(
        subject=_text(message["Subject"]),
        text=_part(body.get("Text")),
        html=_part(body.get("Html")),
        headers=headers(message.get("Headers", ())),
        attachments=_attachments(message),
    )


def template_use(template: Params) -> TemplateUse:
    """Return which template a request names or holds, its data, and what comes with it; raise `InvalidParameter`."""
    if sum(member in template for member in ("TemplateName", "TemplateArn", "TemplateContent")) != 1:
        raise InvalidParameter(inferred.ONE_TEMPLATE)
    inline = template.get("TemplateContent")
    return TemplateUse(
        template.get("TemplateData", "{}"),
        name=template.get("TemplateName"),
        arn=template.get("TemplateArn"),
        inline=None if inline is None else (inline.get("Subject"), inline.get("Text"), inline.get("Html")),
        headers=headers(template.get("Headers", ())),
        attachments=_attachments(template),
    )


def message_tags(tags: Sequence[Params]) -> tuple[tuple[str, str], ...]:
    """Return message tags as pairs of name and value."""
    return tuple([(tag["Name"], tag["Value"]) for tag in tags])


def headers(given: Sequence[Params]) -> tuple[tuple[str, str], ...]:
    """Return custom headers as pairs of name and value."""
    return tuple([(header["Name"], header["Value"]) for header in given])


def _attachments(content: Params) -> tuple[AttachmentContent, ...]:
    return tuple([_attachment(attachment) for attachment in content.get("Attachments", ())])


def _text(content: Params) -> Text:
    return Text(content["Data"], content.get("Charset"))


def _part(content: Params | None) -> Text | None:
    return None if content is None else _text(content)


def _attachment(attachment: Params) -> AttachmentContent:
    return AttachmentContent(
        file_name=attachment["FileName"],
        content=attachment["RawContent"],
        content_type=attachment.get("ContentType"),
        disposition=attachment.get("ContentDisposition", "ATTACHMENT").lower(),
        content_id=attachment.get("ContentId"),
        description=attachment.get("ContentDescription"),
        transfer_encoding=_TRANSFER_ENCODINGS[attachment.get("ContentTransferEncoding", "SEVEN_BIT")],
    )
