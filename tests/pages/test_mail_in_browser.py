"""A message on a page, in a real browser: its preview, links, source and template."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import mock_ses
from tests.browser import NEEDS_BROWSER, collect, read_texts
from tests.inspector.sending import send_rich, send_unrendered
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FrameLocator, Page

pytestmark = NEEDS_BROWSER
# A picture of one pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def show(open_report: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens a page with a message that has the given HTML."""

    def show(html: str, **options: Any) -> Page:
        with mock_ses(identities=["example.com"]) as mocked:
            send("ses", "ada@example.net", subject="Sale", text=None, html=html)
            return open_report(collect(mocked), **options)

    return show


def preview(page: Page) -> FrameLocator:
    """Return the content of the preview."""
    return page.frame_locator("iframe")


def read_style(page: Page, selector: str, name: str) -> str:
    """Return the computed value of a CSS property of an element in the preview."""
    return str(
        preview(page)
        .locator(selector)
        .evaluate(f"element => getComputedStyle(element).getPropertyValue('{name}')")
    )


def read_corner(page: Page) -> str:
    """Return "light" or "dark" for the background of the preview, where the message has no content."""
    picture = base64.b64encode(page.locator("iframe").screenshot()).decode()
    level = page.evaluate(
        """async picture => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            return context.getImageData(image.width - 20, image.height - 20, 1, 1).data[0];
        }""",
        picture,
    )
    return "light" if level > 127 else "dark"


@pytest.mark.parametrize(
    "attributes", ['href="https://example.com/"', 'href="https://example.com/" target="_top"', 'href="#end"']
)
def test_links_of_a_message_have_no_effect(show: Callable[..., Page], attributes: str) -> None:
    """A click on a link of a message changes neither the page nor the preview, and opens no window."""
    page = show(f"<base href='https://example.org/'><a {attributes}>Go</a><p id='end'>End</p>")
    address = page.url
    preview(page).get_by_text("Go").click()
    # Nothing can be waited for, since nothing must happen.
    page.wait_for_timeout(200)

    assert page.url == address
    assert preview(page).get_by_text("Go").is_visible()
    assert len(page.context.pages) == 1


def test_links_in_a_shadow_tree_are_not_shown(show: Callable[..., Page]) -> None:
    """Links in a shadow tree are not shown, since mail clients do not support shadow trees."""
    page = show("<div><template shadowrootmode=open><a href='https://example.com/'>Go</a></template>Hi</div>")

    assert preview(page).get_by_text("Hi").is_visible()
    assert preview(page).get_by_text("Go").count() == 0


def test_pictures_of_other_hosts_have_a_placeholder(show: Callable[..., Page]) -> None:
    """A remote picture is replaced by a box with its name and host, in the size that the HTML gives it."""
    page = show(
        '<img id="a" src="https://cdn.example.com/i/logo.png?v=1" width="200" height="50" alt="Shop">'
        '<img id="b" src="https://cdn.example.com/very/wide.jpg" srcset="https://cdn.example.com/2x.jpg 2x">'
        '<img id="c" src="cid:missing"><img id="d" src="relative.gif"><img id="e" src="http://[">'
        '<picture><source srcset="https://cdn.example.com/x.webp"><img id="f" src="https://cdn.example.com/&lt;&amp;.png"></picture>'
    )
    images = preview(page).locator("img").all()
    sizes = [image.evaluate("image => [image.naturalWidth, image.naturalHeight]") for image in images]
    titles = [image.get_attribute("title") for image in images]

    assert sizes[0] == [200, 50]
    assert all(width > 0 for width, _ in sizes)
    assert titles[:4] == [
        "https://cdn.example.com/i/logo.png?v=1",
        "https://cdn.example.com/very/wide.jpg",
        "cid:missing",
        "relative.gif",
    ]
    assert "wide.jpg" in str(images[1].get_attribute("src"))
    assert "cdn.example.com" in str(images[1].get_attribute("src"))


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<img src="https://cdn.example.com/logo.png">', "cdn.example.com/logo.png"),
        ('<img srcset="https://cdn.example.com/x.png 1x, cid:x 2x">', "cdn.example.com/x.png"),
        ('<table background="//cdn.example.com/back.gif"></table>', "cdn.example.com/back.gif"),
        ("<p style=\"background: url( 'http://cdn.example.com/p.png')\">Hi</p>", "cdn.example.com/p.png"),
        ("<style>p { background: url(https://cdn.example.com/s.png) }</style>", "cdn.example.com/s.png"),
        ('<style>@import "https://cdn.example.com/s.css";</style>', "cdn.example.com/s.css"),
        ('<link rel="stylesheet" href="https://cdn.example.com/l.css">', "cdn.example.com/l.css"),
        ('<video poster="https://cdn.example.com/film.jpg"></video>', "cdn.example.com/film.jpg"),
        ('<svg><image href="https://cdn.example.com/a.svg"></image></svg>', "cdn.example.com/a.svg"),
        ('<img src="https://cdn.example.com/">', "cdn.example.com"),
    ],
)
def test_blocked_content_is_listed(show: Callable[..., Page], html: str, name: str) -> None:
    """The page lists remote content of any kind that the preview does not load."""
    page = show(html)

    assert read_texts(page, ".blocked summary") == [f"Blocked: 1 remote file: {name}"]


def test_much_blocked_content_is_counted(show: Callable[..., Page]) -> None:
    """The line below the preview has the names of the first blocked files, and opens to the URLs of all of them."""
    addresses = [f"https://cdn.example.com/{number}.png" for number in range(5)]
    page = show("".join(f'<img src="{address}"><img src="{address}">' for address in addresses))
    page.locator(".blocked summary").click()

    assert page.locator(".blocked summary").inner_text().endswith("cdn.example.com/2.png and 2 more")
    assert read_texts(page, ".blocked li") == addresses


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.com/">Go</a>',
        '<img src="data:image/gif;base64,R0lGOD"><img src="cid:x"><img src="relative.gif"><img src="http://[">',
        "<table background=></table><p style='background: url()'>Hi</p>",
    ],
)
def test_only_remote_content_is_listed_as_blocked(show: Callable[..., Page], html: str) -> None:
    """Links, attached files and relative URLs are not listed as blocked remote content."""
    assert show(html).locator(".blocked summary").count() == 0


def test_html_without_ends_is_shown_at_once(show: Callable[..., Page]) -> None:
    """Malformed HTML is searched for remote content in linear time, so its preview appears at once."""
    page = show("<a " * 40_000 + "<p style='background: url(" + " " * 80_000 + "'>Hi</p>")

    assert page.locator("iframe").is_visible()


def test_names_of_pictures_can_have_any_letters(show: Callable[..., Page]) -> None:
    """A placeholder is a valid picture even if the file name has control characters or many emoji."""
    page = show(f'<img src="https://cdn.example.com/%01{"%F0%9F%98%80" * 30}.png" width="120" height="60">')

    assert preview(page).locator("img").evaluate("image => image.naturalWidth") == 120


def test_attached_pictures_are_shown(open_report: Callable[..., Page]) -> None:
    """An inline attachment is shown where the HTML refers to it."""
    picture = {
        "FileName": "dot.png",
        "RawContent": PNG,
        "ContentTransferEncoding": "BASE64",
        "ContentId": "dot",
    }
    with mock_ses(identities=["example.com"]) as mocked:
        send_rich(
            Body={"Html": {"Data": '<img src="cid:dot"><p style="background:url(cid:dot)">Hi</p>'}},
            Attachments=[{**picture, "ContentDisposition": "INLINE", "ContentType": "image/png"}],
        )
        page = open_report(collect(mocked))

    assert preview(page).locator("img").evaluate("image => image.naturalWidth") == 1
    assert read_style(page, "p", "background-image").startswith('url("data:image/png;base64,')


@pytest.mark.parametrize(("name", "width"), [("Phone", 375), ("Tablet", 768)])
def test_the_preview_has_widths(show: Callable[..., Page], name: str, width: int) -> None:
    """The preview can have the width of a phone or tablet, and the message's media queries apply to it."""
    page = show(f"<style>@media (max-width: {width}px) {{ p {{ color: rgb(1, 2, 3) }} }}</style><p>Hi</p>")
    before = read_style(page, "p", "color")
    page.get_by_role("button", name=name).click()

    assert before == "rgb(0, 0, 0)"
    assert read_style(page, "p", "color") == "rgb(1, 2, 3)"
    assert page.get_by_role("button", name=name).get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_is_light_or_dark(show: Callable[..., Page], scheme: str) -> None:
    """The color scheme of the preview is the one that the reader selects, whatever scheme the page has."""
    page = show(
        "<style>p { color: rgb(1, 1, 1) } @media (prefers-color-scheme:dark) { p { color: rgb(9, 9, 9) } }"
        "</style><style media='(prefers-color-scheme: light)'>p { margin: 7px }</style><p>Hi</p>",
        scheme=scheme,
    )
    light = read_style(page, "p", "color"), read_style(page, "p", "margin-top")
    page.get_by_role("button", name="Dark").click()
    dark = read_style(page, "p", "color"), read_style(page, "p", "margin-top")

    assert light == ("rgb(1, 1, 1)", "7px")
    assert dark[0] == "rgb(9, 9, 9)"
    assert dark[1] != "7px"


@pytest.mark.parametrize(
    "html",
    [
        '<meta name="color-scheme" content="light dark"><a href="#">Hi</a>',
        '<style>:root { color-scheme: light dark }</style><a href="#">Hi</a>',
        '<html style="color-scheme: dark light"><body><a href="#">Hi</a></body></html>',
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_can_declare_both_schemes(show: Callable[..., Page], scheme: str, html: str) -> None:
    """A message that supports both color schemes has the browser's default colors of the selected one."""
    page = show(html, scheme=scheme)
    light = read_style(page, "a", "color"), read_corner(page)
    page.get_by_role("button", name="Dark").click()
    dark = read_style(page, "a", "color"), read_corner(page)

    assert light == ("rgb(0, 0, 238)", "light")
    assert dark == ("rgb(158, 158, 255)", "dark")


def test_the_source_of_the_html_is_shown(show: Callable[..., Page]) -> None:
    """The HTML tab shows the HTML as it was sent, and has a button that copies it."""
    html = "<p>Hi &amp; <script>x</script>\n<b>bye</b></p>"
    page = show(html, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("tab", name="HTML").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()

    assert page.locator("[role=tabpanel] pre").text_content() == html
    assert page.evaluate("navigator.clipboard.readText()") == html


def test_a_copy_works_without_the_clipboard_api(show: Callable[..., Page]) -> None:
    """Without navigator.clipboard, the page copies with a selection."""
    page = show("<p>Hi</p>")
    # Browsers have navigator.clipboard only in secure contexts, such as HTTPS and localhost.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy ID").click()

    page.get_by_role("button", name="Copied").wait_for()
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("text", ["Grüße", "x\n" * 40_000], ids=["text", "long"])
def test_a_mail_can_be_downloaded(open_report: Callable[..., Page], text: str) -> None:
    """A message can be downloaded as its recipient gets it, with a file name from its subject."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", subject="Sale: 50 % / off!", text=text)
        page = open_report(collect(mocked))
        raw = mocked.outbox[0].raw
    with page.expect_download() as download:
        page.get_by_role("link", name="Download .eml").click()

    assert download.value.path().read_bytes() == raw
    assert download.value.suggested_filename == "Sale 50 off.eml"


def test_a_mail_can_be_too_large_to_download(open_report: Callable[..., Page]) -> None:
    """A message that is too large for the page has a note instead of a download."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", text="x\n" * 400_000)
        page = open_report(collect(mocked))

    assert page.get_by_text("too large to download here").is_visible()
    assert page.get_by_role("link", name="Download .eml").count() == 0


def test_attachments_can_be_saved(open_report: Callable[..., Page]) -> None:
    """The Attachments tab shows the type and size of each file, and a click on its name saves it."""
    with mock_ses(identities=["example.com"]) as mocked:
        send_rich()
        page = open_report(collect(mocked))
    page.get_by_role("tab", name="Attachments").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="invoice.pdf").click()

    assert read_texts(page, ".columns tbody tr") == ["invoice.pdf application/pdf 8 B"]
    assert download.value.path().read_bytes() == b"%PDF-1.7"


def test_links_have_their_kinds(show: Callable[..., Page]) -> None:
    """The Links tab lists the links of a message with their kinds."""
    page = show('<a href="http://example.com/a">a</a><a href="mailto:help@example.com">b</a>')
    page.get_by_role("tab", name="Links").click()

    assert read_texts(page, ".columns tbody tr") == [
        "http://example.com/a not encrypted Copy",
        "mailto:help@example.com email address Copy",
    ]


def test_many_recipients_are_folded(open_report: Callable[..., Page]) -> None:
    """The page shows the first of many recipients, and the others after a click."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", *[f"reader{number}@example.net" for number in range(40)])
        page = open_report(collect(mocked))
    is_open = page.locator("details").get_attribute("open")
    page.get_by_text("and 35 more").click()

    assert is_open is None
    assert page.locator("details").get_by_text("reader39@example.net").is_visible()


def test_a_mail_that_was_not_rendered_shows_its_template(open_report: Callable[..., Page]) -> None:
    """For a message that was not rendered, the page shows the missing attribute and marks it in the template."""
    with mock_ses(identities=["example.com"]) as mocked:
        send_unrendered()
        page = open_report(collect(mocked))
    panel = " ".join(read_texts(page, "[role=tabpanel]"))

    assert read_texts(page, "#mail h2") == ["Welcome, {{name}}"]
    assert read_texts(page, ".alert pre") == ["Attribute 'name' is not present in the rendering data."]
    assert "The data has no value for name. Data" in panel
    assert read_texts(page, "[role=tabpanel] mark") == ["name", "{{name}}"]


def test_a_rendered_mail_shows_its_data(open_report: Callable[..., Page]) -> None:
    """The template data of a message is shown in the Data tab."""
    with mock_ses(identities=["example.com"]) as mocked:
        client = boto3.client("sesv2")
        content = {"Subject": "Hi {{name}}", "Text": "Hi"}
        client.create_email_template(TemplateName="welcome", TemplateContent=content)
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content={"Template": {"TemplateName": "welcome", "TemplateData": '{"name": "Ada"}'}},
        )
        page = open_report(collect(mocked))
    page.get_by_role("tab", name="Data").click()

    assert page.locator("[role=tabpanel] pre").text_content() == '{\n  "name": "Ada"\n}'
