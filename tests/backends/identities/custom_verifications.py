"""Templates and requests of custom verification mail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients import shared_client

SENDER = "Tea & Cake <hello@example.com>"
TEMPLATE: dict[str, Any] = {
    "TemplateName": "welcome",
    "FromEmailAddress": SENDER,
    "TemplateSubject": "Please confirm",
    "TemplateContent": "<html><body><h1>Nearly done</h1></BODY ></html>",
    "SuccessRedirectionURL": "https://example.com/welcome",
    "FailureRedirectionURL": "https://example.com/sorry?again=1",
}
BOTH = pytest.mark.parametrize("api", ["ses", "sesv2"])


def make_client(api: str) -> Any:
    """Return an SES v1 or v2 client."""
    return shared_client(api)


def create_template(api: str = "sesv2", **changes: Any) -> None:
    """Create the template, with changes."""
    make_client(api).create_custom_verification_email_template(**{**TEMPLATE, **changes})


def update_template(api: str = "sesv2", **changes: Any) -> None:
    """Update the template, with changes."""
    make_client(api).update_custom_verification_email_template(**{**TEMPLATE, **changes})


SUCCESS, FAILURE = "The success redirection URL is invalid", "The failure redirection URL is invalid"
