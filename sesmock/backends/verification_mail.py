"""Custom verification mail; its members have the same names in v1 and v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.sending import custom_verification
from sesmock.domain.sending.custom_verification import VerificationRequest, VerificationTemplate
from sesmock.domain.sending.verification import Pages

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.backends.paging import Paging


def parse_template(request: Params) -> VerificationTemplate:
    """Return the template in a request."""
    return VerificationTemplate(
        request["TemplateName"],
        request["FromEmailAddress"],
        request["TemplateSubject"],
        request["TemplateContent"],
        Pages(request["SuccessRedirectionURL"], request["FailureRedirectionURL"]),
    )


def dump_metadata(template: VerificationTemplate) -> Params:
    """Return a template's entry in a list of templates."""
    return {
        "TemplateName": template.name,
        "FromEmailAddress": template.sender,
        "TemplateSubject": template.subject,
        "SuccessRedirectionURL": template.pages.success,
        "FailureRedirectionURL": template.pages.failure,
    }


def list_templates(context: Context, request: Params, paging: Paging) -> Result:
    """Return a page of the templates, without their content."""
    templates = list(context.account.custom_verification_templates.values())
    page, token = paging.page(context, templates, request)
    return {
        "CustomVerificationEmailTemplates": [dump_metadata(template) for template in page],
        "NextToken": token,
    }


def send(context: Context, request: Params, max_bytes: int) -> Result:
    """Send verification mail of at most ``max_bytes``; raise the errors of `custom_verification.send`."""
    mail = VerificationRequest(
        call=context.call,
        address=request["EmailAddress"],
        template_name=request["TemplateName"],
        max_bytes=max_bytes,
        configuration_set=request.get("ConfigurationSetName"),
    )
    return {"MessageId": custom_verification.send(context.account, mail).message_id}
