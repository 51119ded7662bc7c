"""Templates in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.ses.backend import ses
from sesmock.domain import clock
from sesmock.domain.templates import rendering, templates
from sesmock.domain.templates.errors import TemplateDoesNotExist

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

_PAGING = Paging(
    "MaxItems",
    "templates",
    default=10,
    maximum=100,
    token_text="Invalid PageToken <{token}>.",
    out_of_range="maximum",  # even 0 and negative sizes. Spec: templates.md §7 [P]
)


@ses.operation("CreateTemplate")
def create_template(context: Context, request: Params) -> None:
    """Store a template.

    Raise AlreadyExists, InvalidTemplate, LimitExceeded, or InvalidParameterValue for a missing part.
    Spec: templates.md §4, §7.
    """
    templates.create(context.account, _parse_template(request["Template"]))


@ses.operation("GetTemplate")
def get_template(context: Context, request: Params) -> Result:
    """Return a template.

    Raise TemplateDoesNotExist. Spec: templates.md §7.
    """
    template = templates.get(context.account, request["TemplateName"])
    return {
        "Template": {
            "TemplateName": template.name,
            "SubjectPart": template.subject,
            "TextPart": template.text,
            "HtmlPart": template.html,
        }
    }


@ses.operation("UpdateTemplate")
def update_template(context: Context, request: Params) -> None:
    """Replace all parts of a template.

    Raise TemplateDoesNotExist, InvalidTemplate, or InvalidParameterValue for a missing part.
    Spec: templates.md §7.
    """
    templates.update(context.account, _parse_template(request["Template"]))


@ses.operation("DeleteTemplate")
def delete_template(context: Context, request: Params) -> None:
    """Remove a template; an unknown one is not an error.

    Spec: templates.md §7.
    """
    # DeleteTemplate declares no error for an unknown name. Spec: templates.md §7 [I].
    try:
        templates.delete(context.account, request["TemplateName"])
    except TemplateDoesNotExist:
        return


@ses.operation("ListTemplates", checks=_PAGING.checks)
def list_templates(context: Context, request: Params) -> Result:
    """List templates, newest first, in pages of 10 by default; a size out of range counts as 100.

    Raise InvalidParameterValue for a bad NextToken. Spec: templates.md §7; paging.md §2 [P].
    """
    page, token = _PAGING.page(context, templates.list_newest_first(context.account), request)
    metadata = [
        {"Name": template.name, "CreatedTimestamp": clock.to_datetime(template.created_at)}
        for template in page
    ]
    return {"TemplatesMetadata": metadata, "NextToken": token}


@ses.operation("TestRenderTemplate")
def test_render_template(context: Context, request: Params) -> Result:
    """Return the MIME source of a message rendered from a template and data.

    Raise TemplateDoesNotExist, InvalidRenderingParameter or MissingRenderingAttribute. Spec: templates.md §2,
    §5, §7.
    """
    template = templates.get(context.account, request["TemplateName"])
    data = rendering.read_data(request["TemplateData"], template.name)
    return {"RenderedTemplate": templates.render_trial(context.account, template, data)}


def _parse_template(parts: Params) -> templates.Template:
    subject, text, html = (parts.get(f"{part}Part") for part in ("Subject", "Text", "Html"))
    return templates.Template(parts["TemplateName"], subject, text, html)
