"""Sends in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sesmock.backends.mail_members import parse_pairs, parse_recipients, parse_text
from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain.mail.content import AttachmentContent, RawContent, SimpleContent, TemplatedContent
from sesmock.domain.mail.send_request import ListManagement, SendOptions, SendRequest
from sesmock.domain.sending import sending
from sesmock.domain.sending.errors import AmbiguousContent, AmbiguousTemplate, EmptySender, NoSender
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.account import Account
    from sesmock.domain.mail.content import RequestedContent
    from sesmock.protocol.validation import Checks

Sent = TypeVar("Sent")
MAX_BYTES = 40 * 1024 * 1024
"""The size of the largest message, in bytes. Spec: messages.md §1 [U]."""
# Most requests have none of these members, and looking for each of them takes 2 µs.
_OPTIONS = frozenset(
    {
        "ConfigurationOverrides",
        "ConfigurationSetName",
        "EndpointId",
        "FeedbackForwardingEmailAddressIdentityArn",
        "FromEmailAddressIdentityArn",
        "ListManagementOptions",
        "TenantName",
    }
)
_NO_OPTIONS = SendOptions()
_TRANSFER_ENCODINGS = {"BASE64": "base64", "QUOTED_PRINTABLE": "quoted-printable", "SEVEN_BIT": "7bit"}


# SES has its own text for a blank header name.
CHECKS: Checks = {
    f"Content.{form}.Headers[].Name": Constraint(blank_passes=True) for form in ("Simple", "Template")
}


@sesv2.operation("SendEmail", checks=CHECKS)
def send_email(context: Context, request: Params) -> Result:
    """Send a message that is composed from its parts, rendered from a template, or raw.

    Raise MessageRejected, SendingPausedException, AccountSuspendedException,
    MailFromDomainNotVerifiedException, NotFoundException, TooManyRequestsException or BadRequestException.
    Spec: sending.md §1, §7; contacts.md §2.
    """
    send_request = build_send_request(context, request)
    if "EndpointId" in request:
        message = share(context, request, lambda account: sending.send(account, send_request))
    else:
        message = sending.send(context.account, send_request)
    return {"MessageId": message.message_id}


def share(context: Context, request: Params, send: Callable[[Account], Sent]) -> Sent:
    """Call a function that sends for an account, and return its result.

    If the request names a multi-region endpoint, the account is in one of the endpoint's regions. Raise
    `UnknownSendingEndpoint`.
    """
    endpoint_id = request.get("EndpointId")
    if endpoint_id is None:
        return send(context.account)
    from sesmock.domain.endpoints import endpoints  # imported when an endpoint is first used

    return endpoints.share(context.account, endpoint_id, send)


def build_send_request(context: Context, request: Params) -> SendRequest:
    """Return a SendEmail request in the API-independent format."""
    content = _parse_content(request)
    to, cc, bcc = parse_recipients(request.get("Destination") or {})
    is_raw = isinstance(content, RawContent)
    # For raw mail, Destination is the envelope; it changes no header. Spec: sending.md §7.
    destinations = [*to, *cc, *bcc] if is_raw else ()
    if is_raw:
        to, cc, bcc = (), (), ()
    # Creating a named tuple takes twice the time with keywords, and this is the hot path.
    return SendRequest(
        context.call,
        content,
        MAX_BYTES,
        build_send_options(request, request.get("EmailTags", ())),
        request.get("FromEmailAddress"),
        to,
        cc,
        bcc,
        destinations,
        request.get("ReplyToAddresses", ()),
        request.get("FeedbackForwardingEmailAddress"),
    )


def build_send_options(request: Params, tags: Sequence[Params]) -> SendOptions:
    """Return the options of a send request, which may override whether its mail is tracked."""
    if not tags and request.keys().isdisjoint(_OPTIONS):
        return _NO_OPTIONS
    tracking = request.get("ConfigurationOverrides", {}).get("Tracking", {})
    return SendOptions(
        request.get("ConfigurationSetName"),
        parse_pairs(tags),
        request.get("FromEmailAddressIdentityArn"),
        None,
        request.get("FeedbackForwardingEmailAddressIdentityArn"),
        _is_enabled(tracking.get("OpenTrackingEnabled")),
        _is_enabled(tracking.get("ClickTrackingEnabled")),
        request.get("TenantName"),
        _parse_list_management(request.get("ListManagementOptions")),
        request.get("EndpointId"),
    )


def _parse_list_management(options: Params | None) -> ListManagement | None:
    return None if options is None else ListManagement(options["ContactListName"], options.get("TopicName"))


def _is_enabled(status: str | None) -> bool | None:
    return None if status is None else status == "ENABLED"


def _parse_content(request: Params) -> RequestedContent:
    content = request["Content"]
    if len(content) != 1:
        raise AmbiguousContent
    if "Raw" in content:
        return RawContent(content["Raw"]["Data"])
    # SES has different texts for a template and a simple message without a sender. Spec: sending.md §4 [P], §7.
    if "Template" in content:
        if not request.get("FromEmailAddress"):
            raise EmptySender
        return build_templated_content(content["Template"])
    if "FromEmailAddress" not in request:
        raise NoSender
    return _parse_simple(content["Simple"])


def _parse_simple(message: Params) -> SimpleContent:
    text, html = message["Body"].get("Text"), message["Body"].get("Html")
    return SimpleContent(
        parse_text(message["Subject"]),
        None if text is None else parse_text(text),
        None if html is None else parse_text(html),
        parse_pairs(message.get("Headers", ())),
        _parse_attachments(message),
    )


def build_templated_content(template: Params) -> TemplatedContent:
    """Return the template of a request, its data and its headers and attachments; raise `InvalidParameter`."""
    if sum(member in template for member in ("TemplateName", "TemplateArn", "TemplateContent")) != 1:
        raise AmbiguousTemplate
    inline = template.get("TemplateContent")
    return TemplatedContent(
        template.get("TemplateData", "{}"),
        name=template.get("TemplateName"),
        arn=template.get("TemplateArn"),
        inline=None if inline is None else (inline.get("Subject"), inline.get("Text"), inline.get("Html")),
        headers=parse_pairs(template.get("Headers", ())),
        attachments=_parse_attachments(template),
    )


def _parse_attachments(content: Params) -> tuple[AttachmentContent, ...]:
    attachments = content.get("Attachments")
    return tuple([_parse_attachment(attachment) for attachment in attachments]) if attachments else ()


def _parse_attachment(attachment: Params) -> AttachmentContent:
    return AttachmentContent(
        file_name=attachment["FileName"],
        content=attachment["RawContent"],
        content_type=attachment.get("ContentType"),
        disposition=attachment.get("ContentDisposition", "ATTACHMENT").lower(),
        content_id=attachment.get("ContentId"),
        description=attachment.get("ContentDescription"),
        transfer_encoding=_TRANSFER_ENCODINGS[attachment.get("ContentTransferEncoding", "SEVEN_BIT")],
    )
