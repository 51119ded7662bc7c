"""The inbox in a browser: live mail, search, the recipient's buttons, received mail, resources, and keys alone."""

from __future__ import annotations

import json
import re
from threading import Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from werkzeug.serving import make_server

from sesmock.server.running import SesServer
from tests.browser import NEEDS_BROWSER, PHONE
from tests.server.inbox.inboxes import INCOMING, InboxCaller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Page, Route

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


class RemoteHost:
    """A server that records the paths that are asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.paths.append(environ["PATH_INFO"])
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]

    def __enter__(self) -> RemoteHost:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller(verification="manual")


@pytest.fixture
def evil() -> Iterator[RemoteHost]:
    """Yield a server that mail refers to."""
    with RemoteHost() as host:
        yield host


@pytest.fixture
def server(caller: InboxCaller) -> Iterator[SesServer]:
    """Yield a server of the mock."""
    with SesServer(caller.application, "127.0.0.1", 0) as server:
        yield server


@pytest.fixture
def show(open_page: Callable[..., Page], server: SesServer) -> Callable[..., Page]:
    """Return a function that opens the inbox at an address, and waits for its connection."""

    def show(address: str = "", **options: Any) -> Page:
        page = open_page(f"{server.url}/{address}", **options)
        page.wait_for_selector("#connection:has-text('Live')")
        return page

    return show


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
    answer = client.send_email(
        FromEmailAddress="shop@example.com", Destination={"ToAddresses": [to]}, Content=content
    )
    return str(answer["MessageId"])


def send_many(caller: InboxCaller, numbers: Iterable[int]) -> None:
    """Send messages with numbers, in one call."""
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
    """Wait until the list has a number of rows; the page's policy forbids to wait for an expression."""
    page.wait_for_selector(f".row:nth-child({number})")
    page.wait_for_selector(f".row:nth-child({number + 1})", state="detached")


def list_subjects(page: Page) -> list[str]:
    """Return the subjects in the list."""
    return page.locator(".row b").all_text_contents()


def test_mail_appears_and_bounces(show: Callable[..., Page], server: SesServer) -> None:
    """A message that boto3 sends appears without a reload, is found and read, and bounces by a button."""
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
    assert page.locator("[role='tab'][data-name='Events'] .count").inner_text() == "3"
    [bounce] = [event for event in server.ses_mock.events if event.type == "Bounce"]
    assert bounce.message.subject == "Welcome"


@pytest.mark.parametrize(
    ("action", "text"),
    [("open", "Open"), ("complain", "Complaint"), ("click", "Click"), ("unsubscribe", "link")],
)
def test_each_button_shows_its_event_or_the_reason(
    show: Callable[..., Page], server: SesServer, action: str, text: str
) -> None:
    """A button shows the event that it made, or why there is none."""
    message_id = send(server, "Welcome", html=HTML)
    page = show(f"#/mail/{message_id}")
    page.click(f"[data-action='{action}']")
    if page.locator(".form .main").is_visible():
        page.click(".form .main")

    page.wait_for_selector(f".result:has-text('{text}')")


def test_a_reader_unsubscribes_from_a_topic(show: Callable[..., Page], caller: InboxCaller) -> None:
    """Mail of a contact list offers its topic, and everything, on SES's preferences page."""
    topic = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}
    caller.operate("POST", "/contact-lists", {"ContactListName": "all", "Topics": [topic]})
    content = {
        "Simple": {
            "Subject": {"Data": "News"},
            "Body": {"Html": {"Data": "<a href='{{amazonSESUnsubscribeUrl}}'>Leave</a>"}},
        }
    }
    answer = caller.operate(
        "POST",
        "/outbound-emails",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net"]},
            "Content": content,
            "ListManagementOptions": {"ContactListName": "all", "TopicName": "news"},
        },
    )
    page = show(f"#/mail/{answer['MessageId']}")
    page.click("[data-action='unsubscribe']")
    page.select_option("select[name='scope']", "topic")
    page.click(".form .main")

    page.wait_for_selector(".result summary:has-text('Subscription')")
    contact = caller.operate("GET", "/contact-lists/all/contacts/ada@example.net")
    assert contact["TopicPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]


def test_the_list_stays_in_place_while_mail_arrives(show: Callable[..., Page], server: SesServer) -> None:
    """New mail comes on top, and neither the selection nor the open tab is lost."""
    message_id = send(server, "First")
    page = show(f"#/mail/{message_id}")
    page.click("[role='tab'][data-name='Headers']")
    send(server, "Second")
    page.wait_for_selector(".row:has-text('Second')")

    assert list_subjects(page) == ["Second", "First"]
    assert page.locator(".row[aria-current='true'] b").inner_text() == "First"
    assert page.locator("[role='tab'][aria-selected='true']").inner_text() == "Headers"


def test_search_completes_and_explains(show: Callable[..., Page], server: SesServer) -> None:
    """Suggestions are chosen by keys, and an unknown value is explained with the closest valid one."""
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
    """Without a pointer, mail is found, read and bounced."""
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


def test_a_phone_shows_the_list_or_a_mail(show: Callable[..., Page], server: SesServer) -> None:
    """A narrow window shows one part at a time, and nothing is wider than it."""
    send(server, "Welcome to a shop with a long subject that does not fit a phone", html=HTML)
    page = show(size=PHONE)
    page.click(".row")
    page.wait_for_selector("#mail h2")

    assert not page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.click(".back")
    assert page.locator("#list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_hostile_mail_does_nothing(show: Callable[..., Page], server: SesServer, evil: RemoteHost) -> None:
    """The scripts of a mail do not run, and it loads nothing and leads nowhere."""
    message_id = send(server, "<img src=x onerror=alert(1)>", html=HOSTILE.replace("{evil}", evil.url))
    page = show()
    page.click(".row")
    mail = page.frame_locator(".stage iframe").frame_locator("iframe")
    mail.locator("text=top").click()
    mail.locator("text=Go").click()
    page.wait_for_timeout(300)

    assert page.title() == "sesmock inbox"
    assert page.url == f"{server.url}/#/mail/{message_id}"
    assert mail.locator("text=top").is_visible()
    assert evil.paths == []


def test_remote_content_loads_only_on_demand(
    show: Callable[..., Page], server: SesServer, evil: RemoteHost
) -> None:
    """Pictures of other hosts are named until somebody asks for them; the mail's styles always count."""
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


def test_remote_content_is_named_until_it_loads(
    show: Callable[..., Page], server: SesServer, evil: RemoteHost
) -> None:
    """A line below the preview names the content that does not load, also backgrounds in styles."""
    html = f"<style>p {{ background: url({evil.url}/back.png) }}</style><p>Hi</p>"
    page = show(f"#/mail/{send(server, 'Picture', html=html)}")
    page.wait_for_selector(".blocked summary:has-text('/back.png')")
    page.click("text=Load remote content")
    page.wait_for_selector("text=Block remote content")
    page.wait_for_timeout(500)

    assert page.locator(".blocked summary").count() == 0
    assert evil.paths == ["/back.png"]


def test_a_dropped_file_is_received(show: Callable[..., Page], server: SesServer) -> None:
    """An .eml file that is dropped on the page goes through the receipt rules, and the result is shown."""
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


def test_a_chosen_file_can_be_no_mail(show: Callable[..., Page]) -> None:
    """A file without a recipient is refused with the reason."""
    page = show()
    page.set_input_files(
        "#file", {"name": "x.eml", "mimeType": "message/rfc822", "buffer": b"Subject: x\r\n\r\nx"}
    )
    page.wait_for_selector("#dialog h2:has-text('x.eml was not received')")

    assert "recipient" in page.locator("#dialog p").inner_text()


def test_identities_are_verified_by_a_button(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """A pending identity has a button that verifies it."""
    caller.operate("POST", "/identities", {"EmailIdentity": "ada@example.net"})
    page = show("#/identities")
    page.click("text=Verify")
    page.wait_for_selector(".badge:has-text('PENDING')", state="detached")
    assert server.ses_mock.account.identities["ada@example.net"].is_verified


def test_templates_are_previewed(show: Callable[..., Page], caller: InboxCaller) -> None:
    """The preview follows the test data, and names what is missing."""
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
    """With several regions, a page shows one of them, and rows name theirs."""
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


def test_templates_can_name_their_attributes_as_they_like(
    show: Callable[..., Page], caller: InboxCaller
) -> None:
    """The test data has an attribute that JavaScript's objects have, too."""
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
    """A preview of a template loads remote content as a mail does."""
    content = {"Subject": "Hi", "Html": f'<img src="{evil.url}/logo.png">'}
    caller.operate("POST", "/templates", {"TemplateName": "greet", "TemplateContent": content})
    page = show("#/templates")
    page.click("summary")
    page.click("text=Load remote content")
    page.wait_for_selector("text=Block remote content")
    page.wait_for_timeout(500)

    assert evil.paths == ["/logo.png"]


def test_mail_that_arrives_while_a_page_loads_stops_no_scrolling(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """The next rows are added although the list has changed before the server sent them."""
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
    """A mail that is gone is gone from the page, too."""
    message_id = send(server, "Welcome")
    page = show(f"#/mail/{message_id}")
    page.wait_for_selector("#mail h2:has-text('Welcome')")
    page.click("#delete")
    page.click("text=Reset everything")
    page.wait_for_selector("#list .empty:has-text('No mail yet')")

    assert page.locator("#mail").inner_text() == "This message no longer exists."
    assert list(server.ses_mock.outbox) == []


def test_a_stopped_server_is_noticed(
    show: Callable[..., Page], server: SesServer, caller: InboxCaller
) -> None:
    """The page says that the server is gone, and goes on when it is back, with all that happened meanwhile."""
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


def test_ten_thousand_messages_are_drawn_as_they_are_needed(
    show: Callable[..., Page], caller: InboxCaller, server: SesServer
) -> None:
    """The first page has a hundred rows, and scrolling brings more."""
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
        ("#/mail/%E0%A4%A", "This message no longer exists."),
        ("#/mail/50%", "This message no longer exists."),
        ("#/constructor", "Select a message to read it."),
    ],
)
def test_invalid_addresses_are_explained(
    show: Callable[..., Page], server: SesServer, address: str, text: str
) -> None:
    """A page opens at an address that nothing has."""
    send(server, "Hi")
    page = show(address)

    page.wait_for_selector(f"#mail:has-text('{text}')")


def test_pages_have_addresses(show: Callable[..., Page], server: SesServer) -> None:
    """A search and a page can be linked to, and the browser's Back button returns to them."""
    send(server, "Welcome")
    page = show("#/mail?query=subject%3Anone")
    page.wait_for_selector("#count:has-text('No matches')")
    page.click("#pages a:has-text('Account')")
    page.wait_for_selector("#resource h2:has-text('Account')")
    page.go_back()

    page.wait_for_selector("#count:has-text('No matches')")
    assert page.input_value("#search") == "subject:none"
