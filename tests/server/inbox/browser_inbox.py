"""Mail that is sent to the inbox, and the list that a browser shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from sesmock.server.running import SesServer

HTML = (
    '<style>h1 {color: red}</style><h1 style="font-size: 40px">Hello</h1>'
    '<a href="https://example.com/a">A</a><img src="{pixel}">'
)


def send(server: SesServer, subject: str, to: str = "ada@example.net", html: str = "<p>Hi</p>") -> str:
    """Send a message with boto3; return its id."""
    client = boto3.client(
        "sesv2",
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    content: Any = {"Simple": {"Subject": {"Data": subject}, "Body": {"Html": {"Data": html}}}}
    response = client.send_email(
        FromEmailAddress="shop@example.com", Destination={"ToAddresses": [to]}, Content=content
    )
    return str(response["MessageId"])


def list_subjects(page: Page) -> list[str]:
    """Return the subjects in the list."""
    return page.locator(".row b").all_text_contents()
