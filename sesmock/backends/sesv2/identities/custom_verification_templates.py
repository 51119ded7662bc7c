"""Custom verification mail and its templates in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends import verification_mail
from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.sending import MAX_BYTES
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain.sending import custom_verification

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "PageSize",
    "custom verification templates",
    default=50,
    maximum=50,
    size_text="The page size must be between 1 and {maximum}",
    token_text="Invalid nextToken <{token}>.",
)


@sesv2.operation("CreateCustomVerificationEmailTemplate")
def create_custom_verification_email_template(context: Context, request: Params) -> None:
    """Store a template for verification mail, with tags.

    Raise AlreadyExistsException, NotFoundException for an unverified sender, LimitExceededException, or
    BadRequestException for an invalid URL. Spec: custom_verification.md §1, §2.
    """
    template = verification_mail.parse_template(request)
    template.tags = parse_tags(request)
    custom_verification.create(context.account, template)


@sesv2.operation("GetCustomVerificationEmailTemplate")
def get_custom_verification_email_template(context: Context, request: Params) -> Result:
    """Return a template for verification mail, and its tags.

    Raise NotFoundException. Spec: custom_verification.md §2.
    """
    template = custom_verification.get(context.account, request["TemplateName"])
    return {
        **verification_mail.dump_metadata(template),
        "TemplateContent": template.content,
        "Tags": dump_tags(template.tags),
    }


@sesv2.operation("ListCustomVerificationEmailTemplates", checks=_PAGING.checks)
def list_custom_verification_email_templates(context: Context, request: Params) -> Result:
    """List templates for verification mail without their content, in pages of 50.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: custom_verification.md §2; paging.md §2
    [P].
    """
    return verification_mail.list_templates(context, request, _PAGING)


@sesv2.operation("UpdateCustomVerificationEmailTemplate")
def update_custom_verification_email_template(context: Context, request: Params) -> None:
    """Replace a template for verification mail; its tags are kept.

    Raise NotFoundException for an unknown template or an unverified sender, or BadRequestException for an invalid URL.
    Spec: custom_verification.md §2.
    """
    custom_verification.update(context.account, verification_mail.parse_template(request))


@sesv2.operation("DeleteCustomVerificationEmailTemplate")
def delete_custom_verification_email_template(context: Context, request: Params) -> None:
    """Remove a template for verification mail.

    Raise NotFoundException. Spec: custom_verification.md §2.
    """
    custom_verification.delete(context.account, request["TemplateName"])


@sesv2.operation("SendCustomVerificationEmail")
def send_custom_verification_email(context: Context, request: Params) -> Result:
    """Register an address and send it verification mail from a template; a verified address stays verified.

    Raise NotFoundException for an unknown template or configuration set or an unverified sender, MessageRejected in
    the sandbox, or another error of SendEmail. Spec: custom_verification.md §1, §2.
    """
    return verification_mail.send(context, request, MAX_BYTES)
