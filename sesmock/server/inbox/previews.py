"""Previews of templates with test data, rendered as SES renders a send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sesmock.domain.errors import DomainError
from sesmock.domain.templates import rendering, templates
from sesmock.domain.templates.errors import MissingRenderingAttribute, TemplateDoesNotExist
from sesmock.server.answers import ApiError
from sesmock.server.api.actions import TEXT, Action, read_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.domain.account import Account
    from sesmock.http import HttpRequest

PARAMETERS = Action(
    {"template": TEXT, "data": TEXT, "account_id": TEXT, "region": TEXT}, ("template", "data")
)


def read(request: HttpRequest) -> dict[str, Any]:
    """Return the parameters of a preview; raise `ApiError`."""
    return read_body(request, PARAMETERS)


def render(account: Account, parameters: Mapping[str, Any]) -> dict[str, object]:
    """Return the subject, text and HTML, or the reason why the template cannot be rendered; raise `ApiError`.

    ``attribute`` is the attribute of the template for which the data has no value, if that is the reason.
    """
    try:
        template = templates.get(account, parameters["template"])
    except TemplateDoesNotExist as error:
        raise ApiError(404, "NotFound", str(error)) from None
    data = parameters["data"].strip() or "{}"
    try:
        content = templates.render(template, rendering.read_data(data, template.name))
    except MissingRenderingAttribute as error:
        return {"error": str(error), "attribute": error.attribute}
    except DomainError as error:
        return {"error": _explain(data) or str(error), "attribute": None}
    return {
        "subject": content.subject.data,
        "text": content.text and content.text.data,
        "html": content.html and content.html.data,
    }


def _explain(data: str) -> str | None:
    """Return why the data is not JSON, with the position of the error, or None if it is JSON."""
    try:
        json.loads(data)
    except ValueError as error:
        return f"The data must be a JSON object: {error}"
    except RecursionError:
        return None
    return None
