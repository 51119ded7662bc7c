"""Custom verification mail and its templates in SES v1."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sesmock.backends import verification_mail
from sesmock.backends.paging import Paging
from sesmock.backends.ses.backend import ses
from sesmock.backends.ses.sending import MAX_BYTES
from sesmock.domain.sending import custom_verification
from sesmock.domain.sending.errors import CustomVerificationTemplateDoesNotExist

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

# A size over 50 is served as 50; botocore itself refuses one below 1. Spec: custom_verification.md §3.
_PAGING = Paging(
    "MaxResults",
    "custom verification templates",
    default=50,
    maximum=50,
    token_text="Invalid nextToken <{token}>.",
    out_of_range="maximum",
)


@ses.operation("CreateCustomVerificationEmailTemplate")
def create_custom_verification_email_template(context: Context, request: Params) -> None:
    """Store a template for verification mail.

    Raise CustomVerificationEmailTemplateAlreadyExists, FromEmailAddressNotVerified,
    CustomVerificationEmailInvalidContent, LimitExceeded, or InvalidParameterValue for an invalid URL.
    Spec: custom_verification.md §1, §3.
    """
    custom_verification.create(context.account, verification_mail.parse_template(request))


@ses.operation("GetCustomVerificationEmailTemplate")
def get_custom_verification_email_template(context: Context, request: Params) -> Result:
    """Return a template for verification mail.

    Raise CustomVerificationEmailTemplateDoesNotExist. Spec: custom_verification.md §3.
    """
    template = custom_verification.get(context.account, request["TemplateName"])
    return {**verification_mail.dump_metadata(template), "TemplateContent": template.content}


@ses.operation("ListCustomVerificationEmailTemplates", checks=_PAGING.checks)
def list_custom_verification_email_templates(context: Context, request: Params) -> Result:
    """List templates for verification mail without their content, in pages of 50; any page size is accepted.

    Raise InvalidParameterValue for a bad NextToken. Spec: custom_verification.md §3; paging.md §2 [P].
    """
    return verification_mail.list_templates(context, request, _PAGING)


@ses.operation("UpdateCustomVerificationEmailTemplate")
def update_custom_verification_email_template(context: Context, request: Params) -> None:
    """Replace the parts of a template for verification mail that are in the request.

    Raise CustomVerificationEmailTemplateDoesNotExist, FromEmailAddressNotVerified,
    CustomVerificationEmailInvalidContent, or InvalidParameterValue for an invalid URL.
    Spec: custom_verification.md §3.
    """
    template = custom_verification.get(context.account, request["TemplateName"])
    # Only v1 keeps omitted members; in v2, all members are required. Spec: custom_verification.md §2, §3 [D].
    current = {**verification_mail.dump_metadata(template), "TemplateContent": template.content}
    custom_verification.update(context.account, verification_mail.parse_template({**current, **request}))


@ses.operation("DeleteCustomVerificationEmailTemplate")
def delete_custom_verification_email_template(context: Context, request: Params) -> None:
    """Remove a template for verification mail; an unknown name is not an error.

    Spec: custom_verification.md §3.
    """
    # Of the operations on these templates, only this one declares no error for an unknown name.
    with contextlib.suppress(CustomVerificationTemplateDoesNotExist):
        custom_verification.delete(context.account, request["TemplateName"])


@ses.operation("SendCustomVerificationEmail")
def send_custom_verification_email(context: Context, request: Params) -> Result:
    """Register an address and send it verification mail from a template; a verified address stays verified.

    Raise CustomVerificationEmailTemplateDoesNotExist, FromEmailAddressNotVerified,
    ProductionAccessNotGranted, ConfigurationSetDoesNotExist, MessageRejected, or InvalidParameterValue for a
    malformed address. Spec: custom_verification.md §1, §3.
    """
    return verification_mail.send(context, request, MAX_BYTES)
