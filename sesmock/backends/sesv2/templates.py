"""Templates in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain import clock
from sesmock.domain.templates import rendering, templates

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "PageSize",
    "templates",
    default=10,
    maximum=100,
    size_text="The page size must be between 1 and {maximum}",
    token_text="Invalid PageToken <{token}>.",
)


@sesv2.operation("CreateEmailTemplate")
def create_email_template(context: Context, request: Params) -> None:
    """Store a template, with tags.

    Raise AlreadyExistsException, LimitExceededException or BadRequestException. Spec: templates.md §4, §6.
    """
    template = _parse_template(request)
    template.tags = parse_tags(request)
    templates.create(context.account, template)


@sesv2.operation("GetEmailTemplate")
def get_email_template(context: Context, request: Params) -> Result:
    """Return a template and its tags.

    Raise NotFoundException. Spec: templates.md §6.
    """
    template = templates.get(context.account, request["TemplateName"])
    return {
        "TemplateName": template.name,
        "TemplateContent": {"Subject": template.subject, "Text": template.text, "Html": template.html},
        "Tags": dump_tags(template.tags),
    }


@sesv2.operation("UpdateEmailTemplate")
def update_email_template(context: Context, request: Params) -> None:
    """Replace all parts of a template; its tags are kept.

    Raise NotFoundException or BadRequestException. Spec: templates.md §6.
    """
    templates.update(context.account, _parse_template(request))


@sesv2.operation("DeleteEmailTemplate")
def delete_email_template(context: Context, request: Params) -> None:
    """Remove a template.

    Raise NotFoundException. Spec: templates.md §6.
    """
    templates.delete(context.account, request["TemplateName"])


@sesv2.operation("ListEmailTemplates", checks=_PAGING.checks)
def list_email_templates(context: Context, request: Params) -> Result:
    """List templates, newest first, in pages of 10 by default.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: templates.md §6; paging.md §2 [P].
    """
    page, token = _PAGING.page(context, templates.list_newest_first(context.account), request)
    metadata = [
        {"TemplateName": template.name, "CreatedTimestamp": clock.to_datetime(template.created_at)}
        for template in page
    ]
    return {"TemplatesMetadata": metadata, "NextToken": token}


@sesv2.operation("TestRenderEmailTemplate")
def test_render_email_template(context: Context, request: Params) -> Result:
    """Return the MIME source of a message rendered from a template and data.

    Raise NotFoundException or BadRequestException. Spec: templates.md §2, §5, §6.
    """
    template = templates.get(context.account, request["TemplateName"])
    data = rendering.read_data(request["TemplateData"], template.name)
    return {"RenderedTemplate": templates.render_trial(context.account, template, data)}


def _parse_template(request: Params) -> templates.Template:
    content = request["TemplateContent"]
    subject, text, html = (content.get(part) for part in ("Subject", "Text", "Html"))
    return templates.Template(request["TemplateName"], subject, text, html)
