"""The content of the inbox in a browser: hostile and remote content, received mail, identities and templates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import boto3

from tests.browser import NEEDS_BROWSER
from tests.server.inbox.browser_inbox import HTML, send
from tests.server.inbox.inboxes import INCOMING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from sesmock.server.running import SesServer
    from tests.server.inbox.conftest import RemoteHost
    from tests.server.inbox.inboxes import InboxCaller

pytestmark = NEEDS_BROWSER
HOSTILE = (
    '<script>top.document.title = "mine"</script><img src="x" onerror="top.document.title=\'mine\'">'
    '<meta http-equiv="refresh" content="0; url={evil}/"><iframe src="{evil}/"></iframe>'
    '<link rel="stylesheet" href="{evil}/a.css"><form action="{evil}/"><button>Go</button>'
    '</form><a href="{evil}/" target="_top">top</a><svg onload="top.document.title=\'mine\'"></svg>'
    '<div style="background: url({evil}/b.png)">b</div>'
)
TEMPLATE = {
    "TemplateName": "greet",
    "TemplateContent": {"Subject": "Hi {{name}}", "Html": "<p>Dear {{name}}</p>"},
}


def test_hostile_mail_does_nothing(show: Callable[..., Page], server: SesServer, evil: RemoteHost) -> None:
    """Hostile mail runs no scripts, loads nothing, and cannot navigate away from the inbox."""
    message_id = send(server, "<img src=x onerror=alert(1)>", html=HOSTILE.replace("{evil}", evil.url))
    page = show()
    page.click(".row")
    mail = page.frame_locator(".stage iframe").frame_locator("iframe")
    mail.locator("text=top").click()
    mail.locator("text=Go").click()
    # There is no event to wait for, since nothing should happen.
    page.wait_for_timeout(300)

    assert page.title() == "sesmock inbox"
    assert page.url == f"{server.url}/#/mail/{message_id}"
    assert mail.locator("text=top").is_visible()
    assert evil.paths == []


def test_remote_content_loads_only_on_demand(
    show: Callable[..., Page], server: SesServer, evil: RemoteHost
) -> None:
    """Pictures from other hosts load only after a click on the button; the message's own styles always apply."""
    message_id = send(server, "Picture", html=HTML.replace("{pixel}", f"{evil.url}/pixel.png"))
    page = show(f"#/mail/{message_id}")
    heading = page.frame_locator(".stage iframe").frame_locator("iframe").locator("h1")

    assert heading.evaluate("each => getComputedStyle(each).fontSize") == "40px"
    assert heading.evaluate("each => getComputedStyle(each).color") == "rgb(255, 0, 0)"
    assert evil.paths == []
    page.click("text=Load remote content")
    page.wait_for_selector("text=Block remote content")
    page.wait_for_timeout(500)
    assert evil.paths == ["/pixel.png"]


def test_blocked_remote_content_is_listed(
    show: Callable[..., Page], server: SesServer, evil: RemoteHost
) -> None:
    """A line below the preview lists the remote content that is blocked, including backgrounds in styles."""
    html = f"<style>p {{ background: url({evil.url}/back.png) }}</style><p>Hi</p>"
    page = show(f"#/mail/{send(server, 'Picture', html=html)}")
    page.wait_for_selector(".blocked summary:has-text('/back.png')")
    page.click("text=Load remote content")
    page.wait_for_selector("text=Block remote content")
    page.wait_for_timeout(500)

    assert page.locator(".blocked summary").count() == 0
    assert evil.paths == ["/back.png"]


def test_a_dropped_file_is_received(show: Callable[..., Page], server: SesServer) -> None:
    """An .eml file that is dropped on the page is received by SES, and the page shows the result."""
    page = show()
    page.evaluate(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "help.eml", {type: "message/rfc822"}));
            const options = {dataTransfer: transfer, bubbles: true, cancelable: true};
            for (const name of ["dragenter", "dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(name, options));
        }""",
        INCOMING,
    )
    page.wait_for_selector("#dialog h2:has-text('SES refused the mail')")
    page.click("text=Show the mail")
    page.wait_for_selector("#mail h2:has-text('Help me')")

    assert [mail.subject for mail in server.ses_mock.received] == ["Help me"]


def test_a_file_that_cannot_be_received_is_explained(show: Callable[..., Page]) -> None:
    """A chosen file without a recipient is not received, and the page says why."""
    page = show()
    page.set_input_files(
        "#file", {"name": "x.eml", "mimeType": "message/rfc822", "buffer": b"Subject: x\r\n\r\nx"}
    )
    page.wait_for_selector("#dialog h2:has-text('x.eml was not received')")

    assert "recipient" in page.locator("#dialog p").inner_text()


def test_identities_are_verified_by_a_button(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """A pending identity can be verified with its button."""
    caller.operate("POST", "/identities", {"EmailIdentity": "ada@example.net"})
    page = show("#/identities")
    page.click("text=Verify")
    page.wait_for_selector(".badge:has-text('PENDING')", state="detached")
    assert server.ses_mock.account.identities["ada@example.net"].is_verified


def test_templates_are_previewed(show: Callable[..., Page], caller: InboxCaller) -> None:
    """The preview of a template changes with the test data, and shows missing attributes and invalid JSON."""
    caller.operate("POST", "/templates", TEMPLATE)
    page = show("#/templates")
    page.click("details summary")
    page.fill("textarea", '{"name": "Ada"}')
    page.wait_for_selector(".subject:has-text('Hi Ada')")
    mail = page.frame_locator(".stage iframe").frame_locator("iframe")
    mail.locator("text=Dear Ada").wait_for()
    page.fill("textarea", "{}")
    page.wait_for_selector(".preview mark:has-text('name')")
    page.fill("textarea", "{")

    page.wait_for_selector(".preview .alert:has-text('JSON object')")


def test_accounts_and_regions_are_chosen(show: Callable[..., Page], server: SesServer) -> None:
    """If there are several regions, a page of resources has a menu that selects one of them."""
    client = boto3.client(
        "sesv2",
        endpoint_url=server.url,
        region_name="eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    client.create_email_identity(EmailIdentity="only.example")
    page = show("#/identities")
    page.select_option(".place select", label="eu-west-1 · 123456789012")

    page.wait_for_selector("td:has-text('only.example')")


def test_templates_can_have_attributes_with_any_names(show: Callable[..., Page], caller: InboxCaller) -> None:
    """A template can be previewed even if its attributes have names of JavaScript's built-in properties."""
    content = {"Subject": "{{constructor.name}} {{toString}}", "Html": "<p>{{__proto__.x}}</p>"}
    caller.operate("POST", "/templates", {"TemplateName": "odd", "TemplateContent": content})
    page = show("#/templates")
    page.click("summary")
    data = json.loads(page.locator("textarea").input_value())
    page.wait_for_selector(".subject:has-text('name toString')")

    assert data == {"constructor": {"name": "name"}, "toString": "toString", "__proto__": {"x": "x"}}
    assert page.evaluate("({}).x") is None


def test_pictures_of_templates_load_on_demand(
    show: Callable[..., Page], caller: InboxCaller, evil: RemoteHost
) -> None:
    """The preview of a template loads remote content only after a click on the button."""
    content = {"Subject": "Hi", "Html": f'<img src="{evil.url}/logo.png">'}
    caller.operate("POST", "/templates", {"TemplateName": "greet", "TemplateContent": content})
    page = show("#/templates")
    page.click("summary")
    page.click("text=Load remote content")
    page.wait_for_selector("text=Block remote content")
    page.wait_for_timeout(500)

    assert evil.paths == ["/logo.png"]
