"""The inbox in a browser: live mail, search, received mail, resources and keyboard use."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock.server.running import SesServer
from tests.browser import NEEDS_BROWSER, PHONE
from tests.server.inbox.inboxes import INCOMING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Page, Route

    from tests.server.inbox.conftest import RemoteHost
    from tests.server.inbox.inboxes import InboxCaller

pytestmark = NEEDS_BROWSER

HTML = (
    '<style>h1 {color: red}</style><h1 style="font-size: 40px">Hello</h1>'
    '<a href="https://example.com/a">A</a><img src="{pixel}">'
)
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


def send_many(caller: InboxCaller, numbers: Iterable[int]) -> None:
    """Send one message for each number, in one bulk call."""
    template = {"TemplateContent": {"Subject": "Message {{n}}", "Text": "Hi"}, "TemplateData": "{}"}
    entries = [
        {
            "Destination": {"ToAddresses": [f"user{number}@example.net"]},
            "ReplacementEmailContent": {
                "ReplacementTemplate": {"ReplacementTemplateData": f'{{"n": "{number}"}}'}
            },
        }
        for number in numbers
    ]
    content = {
        "FromEmailAddress": "shop@example.com",
        "DefaultContent": {"Template": template},
        "BulkEmailEntries": entries,
    }
    caller.operate("POST", "/outbound-bulk-emails", content)


def wait_for_rows(page: Page, number: int) -> None:
    """Wait until the list has this number of rows."""
    # Playwright's wait_for_function needs eval, which the page's Content-Security-Policy forbids.
    page.wait_for_selector(f".row:nth-child({number})")
    page.wait_for_selector(f".row:nth-child({number + 1})", state="detached")


def list_subjects(page: Page) -> list[str]:
    """Return the subjects in the list."""
    return page.locator(".row b").all_text_contents()


def test_mail_appears_and_bounces(show: Callable[..., Page], server: SesServer) -> None:
    """A message sent with boto3 appears without a reload, and can be found, read and bounced with a button."""
    page = show()
    assert page.locator(".welcome").inner_text().startswith("No mail yet")

    send(server, "Welcome")
    send(server, "Your bill", to="bob@example.net")
    page.wait_for_selector(".row:has-text('Your bill')")
    page.fill("#search", "subject:welcome")
    wait_for_rows(page, 1)
    page.click(".row")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.click("[data-action='bounce']")
    page.select_option("select[name='type']", "Transient")
    page.select_option("select[name='subtype']", "MailboxFull")
    page.click(".form .main")
    page.wait_for_selector(".result summary:has-text('Bounce')")
    page.click(".result summary")
    document = page.locator(".result pre").inner_text()

    assert '"bounceSubType": "MailboxFull"' in document
    assert page.wait_for_selector(".row .badge:has-text('bounced')")
    assert page.wait_for_selector("[role='tab'][data-name='Events'] .count:has-text('3')")
    [bounce] = [event for event in server.ses_mock.events if event.type == "Bounce"]
    assert bounce.message.subject == "Welcome"


def test_the_list_stays_in_place_while_mail_arrives(show: Callable[..., Page], server: SesServer) -> None:
    """New mail appears at the top of the list, and the selected message and its open tab stay the same."""
    message_id = send(server, "First")
    page = show(f"#/mail/{message_id}")
    page.click("[role='tab'][data-name='Headers']")
    send(server, "Second")
    page.wait_for_selector(".row:has-text('Second')")

    assert list_subjects(page) == ["Second", "First"]
    assert page.locator(".row[aria-current='true'] b").inner_text() == "First"
    assert page.locator("[role='tab'][aria-selected='true']").inner_text() == "Headers"


def test_search_completes_and_explains(show: Callable[..., Page], server: SesServer) -> None:
    """A suggestion can be chosen with the keyboard, and the error of an unknown value suggests a valid one."""
    send(server, "Welcome")
    send(server, "Your bill", to="bob@example.net")
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("to:bo")
    page.wait_for_selector("#suggestions [role='option']:first-child:has-text('bob@example.net')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for_rows(page, 1)

    assert page.input_value("#search") == "to:bob@example.net "
    assert list_subjects(page) == ["Your bill"]
    page.fill("#search", "is:bouncd")
    page.wait_for_selector("#search-error:has-text(\"did you mean 'bounced'?\")")
    page.fill("#search", "nothing like this")
    page.wait_for_selector("#count:has-text('No matches')")


def test_keys_are_enough(show: Callable[..., Page], server: SesServer) -> None:
    """Mail can be selected, read and bounced with the keyboard alone."""
    send(server, "Welcome")
    send(server, "Your bill")
    page = show()
    page.wait_for_selector(".row")
    for key in ("j", "j"):
        page.keyboard.press(key)
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.keyboard.press("k")
    page.wait_for_selector("#mail h2:has-text('Your bill')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mail h2:focus")
    while page.evaluate("document.activeElement.dataset.action") != "bounce":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".form:not([hidden])")
    while not page.evaluate("document.activeElement.matches('.form .main')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result summary:has-text('Bounce')")

    assert [event.message.subject for event in server.ses_mock.events if event.type == "Bounce"] == [
        "Your bill"
    ]


def test_a_phone_shows_the_list_or_an_email(show: Callable[..., Page], server: SesServer) -> None:
    """On a phone, the page shows either the list or a message, and never scrolls sideways."""
    send(server, "Welcome to a shop with a long subject that does not fit a phone", html=HTML)
    page = show(size=PHONE)
    page.click(".row")
    page.wait_for_selector("#mail h2")

    assert not page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.click(".back")
    assert page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_the_address_of_a_mail_shows_it_on_a_phone(
    open_page: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """A narrow window shows the mail of its address, even if the list has not loaded its row yet."""
    first = send(server, "First")
    for start in (0, 50):
        send_many(caller, range(start, start + 50))
    last = send(server, "Last")
    page = open_page(f"{server.url}/#/mail/{first}", size=PHONE)
    page.wait_for_selector("#mail h2:has-text('First')")
    page.evaluate(f"location.hash = '#/mail/{last}'")
    page.wait_for_selector("#mail h2:has-text('Last')")
    page.click(".back")

    assert page.locator(".row[aria-current='true'] b").inner_text() == "Last"


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


def test_scrolling_continues_if_mail_arrives_meanwhile(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """If mail arrives while the next rows of the list are loading, the rows are still added."""
    for start in (0, 50, 100):
        send_many(caller, range(start, start + 50))
    page = show()
    wait_for_rows(page, 100)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/inbox/mail?*before=*", hold)
    page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    while not waiting:
        page.wait_for_timeout(50)
    send(server, "Newest")
    wait_for_rows(page, 101)
    waiting[0].continue_()

    wait_for_rows(page, 151)


def test_a_reset_empties_an_open_page(show: Callable[..., Page], server: SesServer) -> None:
    """After a reset, an open page shows an empty list, and says that the open message no longer exists."""
    message_id = send(server, "Welcome")
    page = show(f"#/mail/{message_id}")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.click("#delete")
    page.click("text=Reset everything")
    page.wait_for_selector("#list .empty:has-text('No mail yet')")

    assert page.wait_for_selector("#mail:has-text('This message no longer exists.')")
    assert list(server.ses_mock.outbox) == []


def test_a_stopped_server_is_noticed(
    show: Callable[..., Page], server: SesServer, caller: InboxCaller
) -> None:
    """A page says that its server has stopped; when the server is back, the page shows the mail it has missed."""
    page = show(f"#/mail/{send(server, 'Welcome')}")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    server.stop()
    page.wait_for_selector("#connection:has-text('Disconnected, reconnecting')")
    caller.send()
    with SesServer(caller.application, "127.0.0.1", server.port):
        page.wait_for_selector("#connection:has-text('Live')")
        page.wait_for_selector(".row:has-text('Hello')")

    assert list_subjects(page) == ["Hello", "Welcome"]
    assert page.locator("#mail h2").inner_text() == "Welcome"


def test_ten_thousand_messages_are_loaded_as_needed(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """With ten thousand messages, the list starts with a hundred rows, and loads more when it is scrolled."""
    for start in range(0, 10_000, 50):
        send_many(caller, range(start, start + 50))
    page = show()
    page.wait_for_selector(".row")

    assert page.locator(".row").count() == 100
    assert page.locator("#count").inner_text() == "10,000 in all"
    page.evaluate("document.getElementById('list').scrollTop = 1e6")
    page.wait_for_selector(".row:nth-child(250)")
    assert re.fullmatch(r"Message \d+", list_subjects(page)[250])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        # decodeURIComponent raises URIError for an incomplete character.
        ("#/mail/%E0%A4%A", "This message no longer exists."),
        ("#/mail/50%", "This message no longer exists."),
        # A name that every JavaScript object has.
        ("#/constructor", "Select a message to read it."),
    ],
)
def test_invalid_addresses_are_explained(
    show: Callable[..., Page], server: SesServer, address: str, text: str
) -> None:
    """A URL with an invalid or unknown fragment opens the inbox with an explanation."""
    send(server, "Hi")
    page = show(address)

    page.wait_for_selector(f"#mail:has-text('{text}')")


def test_pages_and_searches_have_urls(show: Callable[..., Page], server: SesServer) -> None:
    """A search and a page have their own URLs, and the browser's Back button returns to them."""
    send(server, "Welcome")
    page = show("#/mail?query=subject%3Anone")
    page.wait_for_selector("#count:has-text('No matches')")
    page.click("#pages a:has-text('Account')")
    page.wait_for_selector("#resource h2:has-text('Account')")
    page.go_back()

    page.wait_for_selector("#count:has-text('No matches')")
    assert page.input_value("#search") == "subject:none"
