"""Open and click tracking: the delivered HTML, the author's HTML and the effect of following a link."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage

SENDER = "shop@example.com"
PAGE = '<p>See <a href="https://example.com/a?b=c&amp;d=1" ses:tags="place:top;">this</a></p>'
TARGET = "https://example.com/a?b=c&d=1"
HOST = r"[0-9a-f]{8}\.r\.us-east-1\.awstrack\.me"
RAW = (
    b"From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
    b"Content-Type: text/plain\r\n\r\nFrom here: https://example.com/plain\r\n--x\r\n"
    b"Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b'<p>=E4</p><a href="https://example.com/">x</a>\r\n--x\r\n'
    b"Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n"
    b'<a href="https://example.com/">x</a>\r\n--x--\r\n'
)


@pytest.fixture(autouse=True)
def news(ses: SESClient) -> None:
    """Create a configuration set whose event destination receives opens and clicks."""
    create_set(ses, "news", ["open", "click"])


def create_set(ses: SESClient, name: str, types: list[Any], *, enabled: bool = True) -> None:
    """Create a configuration set with an event destination."""
    ses.create_configuration_set(ConfigurationSet={"Name": name})
    topic = {"TopicARN": "arn:aws:sns:us-east-1:123456789012:events"}
    ses.create_configuration_set_event_destination(
        ConfigurationSetName=name,
        EventDestination={
            "Name": "topic",
            "Enabled": enabled,
            "MatchingEventTypes": types,
            "SNSDestination": topic,
        },
    )


def send_with_links(html: str = PAGE, configuration_set: str | None = "news", **options: Any) -> SentMessage:
    """Send HTML to two recipients, and return the message."""
    if configuration_set is not None:
        options["ConfigurationSetName"] = configuration_set
    return send_message("sesv2", "ada@example.net", "bob@example.net", text=TARGET, html=html, **options)


def read_part(data: bytes, subtype: str) -> str:
    """Return the decoded text part of a message that has the given subtype."""
    [text_part] = [
        each
        for each in message_from_bytes(data).walk()
        if each.get_content_type() == f"text/{subtype}" and not each.get_filename()
    ]
    payload = text_part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(text_part.get_content_charset("utf-8"))


def read_page(message: Any) -> str:
    """Return the HTML that the recipient gets."""
    return read_part(message.raw, "html")


@pytest.mark.usefixtures("mocked")
def test_the_recipient_gets_tracked_links_and_a_pixel() -> None:
    """The delivered HTML has tracked links and a pixel; the text and the author's HTML stay unchanged."""
    message = send_with_links()
    link = (
        rf"https://{HOST}/L0/https:%2F%2Fexample\.com%2Fa%3Fb=c%26d=1/1/{message.message_id}/[\w-]{{27}}=\d+"
    )
    pixel = (
        rf'<img alt="" src="https://{HOST}/I0/{message.message_id}/[\w-]{{27}}=\d+" '
        r'style="display: none; width: 1px; height: 1px;">'
    )

    assert re.fullmatch(rf'<p>See <a href="{link}">this</a></p>{pixel}', read_page(message))
    assert (message.html, message.links) == (PAGE, (TARGET,))
    assert read_part(message.raw, "plain") == TARGET
    # Reading the message again must not track its HTML a second time.
    assert message.raw == message.raw


def test_following_a_link_is_a_click(mocked: SesMock) -> None:
    """Following a link redirects to its target and publishes a click with the tags of the link."""
    message = send_with_links()
    link = re.findall(r'href="([^"]*)"', read_page(message))[0]

    assert mocked.follow(link) == TARGET
    event = message.events[-1].document
    assert event["click"]["link"] == TARGET
    assert event["click"]["linkTags"] == {"place": ["top"]}
    assert mocked.publications[-1].event is message.events[-1]


def test_loading_the_pixel_is_an_open(mocked: SesMock) -> None:
    """Each time the pixel is loaded, an open is recorded."""
    message = send_with_links()
    [pixel] = re.findall(r'src="([^"]*)"', read_page(message))
    mocked.follow(pixel)

    assert mocked.follow(pixel) == pixel
    assert [event.type for event in message.events][-2:] == ["Open", "Open"]


def test_a_link_of_undelivered_mail_cannot_be_followed(sesv2: SESV2Client) -> None:
    """Following a link of an undelivered message is an error, and nothing is recorded."""
    with mock_ses(identities=["example.com"], delivery="manual", isolated=True) as mocked:
        create_set(boto3.client("ses"), "news", ["click"])
        message = send_with_links()
        link = re.findall(r'href="([^"]*)"', read_page(message))[0]

        with pytest.raises(ValueError, match="cannot be clicked"):
            mocked.follow(link)
        assert [event.type for event in message.events] == ["Send"]


def test_a_bulk_send_can_override_tracking(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A tracking override applies to all messages of a bulk send."""
    template: Any = {"TemplateContent": {"Subject": "s", "Html": PAGE}}
    sesv2.send_bulk_email(
        FromEmailAddress=SENDER,
        DefaultContent={"Template": {**template, "TemplateData": "{}"}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}] * 2,
        ConfigurationSetName="news",
        ConfigurationOverrides={"Tracking": {"ClickTrackingEnabled": "DISABLED"}},
    )

    assert ["/L0/" in read_page(message) for message in mocked.outbox] == [False, False]
    assert ["/I0/" in read_page(message) for message in mocked.outbox] == [True, True]


def test_a_link_without_tags_has_null_tags(mocked: SesMock) -> None:
    """A click on a link without tags has null linkTags, as recorded from SES."""
    message = send_with_links('<a href="https://example.com/">x</a>')
    mocked.follow(re.findall(r'href="([^"]*)"', read_page(message))[0])

    assert message.events[-1].document["click"]["linkTags"] is None


@pytest.mark.parametrize(
    ("types", "enabled", "has_pixel", "has_links"),
    [
        (["open"], True, True, False),
        (["click"], True, False, True),
        (["open", "click"], False, False, False),
        (["send"], True, False, False),
    ],
)
def test_the_destinations_of_the_set_determine_the_tracking(
    ses: SESClient, types: list[str], enabled: bool, has_pixel: bool, has_links: bool
) -> None:
    """Opens and clicks are tracked only if an enabled destination receives their events."""
    create_set(ses, "other", types, enabled=enabled)
    page = read_page(send_with_links(configuration_set="other"))

    assert ("<img" in page, "/L0/" in page) == (has_pixel, has_links)
    assert (page == PAGE) is not (has_pixel or has_links)


def test_without_a_set_nothing_is_tracked(mocked: SesMock) -> None:
    """Without a configuration set, the HTML is delivered unchanged."""
    assert read_page(send_with_links(configuration_set=None)) == PAGE


def test_engagement_metrics_track_everything(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The account's engagement metrics track mail with and without a set."""
    sesv2.put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    page = read_page(send_with_links(configuration_set=None))

    assert ("<img" in page, "/L0/" in page) == (True, True)


@pytest.mark.parametrize(
    ("overrides", "configuration_set", "has_pixel", "has_links"),
    [
        ({"OpenTrackingEnabled": "DISABLED"}, "news", False, True),
        ({"ClickTrackingEnabled": "DISABLED"}, "news", True, False),
        ({"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}, "news", False, False),
        ({"OpenTrackingEnabled": "ENABLED"}, None, True, False),
        ({"ClickTrackingEnabled": "ENABLED"}, None, False, True),
        ({}, "news", True, True),
    ],
)
@pytest.mark.usefixtures("mocked")
def test_a_message_can_override_tracking(
    overrides: dict[str, str], configuration_set: str | None, has_pixel: bool, has_links: bool
) -> None:
    """A tracking override in the request takes precedence over the destinations of the set."""
    message = send_with_links(
        configuration_set=configuration_set, ConfigurationOverrides={"Tracking": overrides}
    )
    page = read_page(message)

    assert ("<img" in page, "/L0/" in page) == (has_pixel, has_links)


@pytest.mark.parametrize(
    ("policy", "pixel", "links"),
    [
        (None, "http", ["http", "https"]),
        ("OPTIONAL", "http", ["http", "https"]),
        ("REQUIRE", "https", ["https", "https"]),
        ("REQUIRE_OPEN_ONLY", "https", ["http", "https"]),
    ],
)
def test_links_can_have_a_custom_redirect_domain(
    mocked: SesMock, sesv2: SESV2Client, policy: Any, pixel: str, links: list[str]
) -> None:
    """Links on a custom redirect domain use HTTPS according to the policy."""
    option = {} if policy is None else {"HttpsPolicy": policy}
    sesv2.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="click.example.com", **option
    )
    page = read_page(
        send_with_links('<a href="http://example.com/">a</a><a href="https://example.com/">b</a>')
    )
    urls = re.findall(r'(?:href|src)="([^"]*)"', page)

    assert [url.partition("://")[0] for url in urls] == [*links, pixel]
    assert all(url.partition("://")[2].startswith("click.example.com/") for url in urls)
    assert mocked.follow(urls[0]) == "http://example.com/"


def test_a_policy_without_a_domain_has_no_effect(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """SES's own links use HTTPS, even with a policy left over from a removed domain."""
    sesv2.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="click.example.com", HttpsPolicy="OPTIONAL"
    )
    pinpoint_email.put_configuration_set_tracking_options(ConfigurationSetName="news")
    page = read_page(send_with_links('<a href="http://example.com/">a</a>'))

    assert re.findall(r'(?:href|src)="(\w+)://', page) == ["https", "https"]


def test_raw_mail_is_tracked(mocked: SesMock, ses: SESClient) -> None:
    """Only the HTML of raw mail is tracked, not its text or attachments; ``message.html`` is the author's HTML."""
    ses.send_raw_email(RawMessage={"Data": RAW}, ConfigurationSetName="news")
    [message] = mocked.outbox
    page = read_page(message)

    assert page.startswith("<p>ä</p><a href=")
    assert ("/L0/" in page, "/I0/" in page) == (True, True)
    assert read_part(message.raw, "plain") == "From here: https://example.com/plain"
    assert b'attachment; filename=a.html\r\n\r\n<a href="https://example.com/">x</a>\r\n--x--' in message.raw
    assert message.html == '<p>ä</p><a href="https://example.com/">x</a>'
    assert b"\xe4" not in message.raw
    assert [attachment.file_name for attachment in message.attachments] == ["a.html"]


def test_eight_bit_html_does_not_survive_tracking(mocked: SesMock, ses: SESClient) -> None:
    """Tracking turns 8-bit characters of delivered HTML into question marks; ``message.html`` keeps them."""
    data = RAW.replace(b"quoted-printable", b"8bit").replace(b"=E4", b"\xe4")
    ses.send_raw_email(RawMessage={"Data": data}, ConfigurationSetName="news")
    [message] = mocked.outbox

    assert read_page(message).startswith("<p>?</p><a href=")
    assert (message.html or "").startswith("<p>ä</p>")


def test_html_in_the_wrong_charset_is_tracked(mocked: SesMock, ses: SESClient) -> None:
    """HTML whose bytes do not fit its charset is tracked, and the bytes stay unchanged."""
    data = RAW.replace(b"iso-8859-1", b"utf-8")
    ses.send_raw_email(RawMessage={"Data": data}, ConfigurationSetName="news")
    [message] = mocked.outbox

    assert b"=E4</p>" in message.raw
    assert b"/L0/" in message.raw


def test_mail_without_html_is_not_tracked(mocked: SesMock, ses: SESClient) -> None:
    """The links of a plain-text message are not rewritten."""
    content = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": TARGET}}}
    ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": ["ada@example.net"]},
        Message=content,
        ConfigurationSetName="news",
    )

    assert read_part(mocked.outbox[0].raw, "plain") == TARGET


def test_templated_mail_is_tracked(mocked: SesMock, ses: SESClient) -> None:
    """Templated mail is tracked, and the pixel replaces the placeholder in the template."""
    ses.create_template(
        Template={"TemplateName": "t", "SubjectPart": "s", "HtmlPart": "{{ses:openTracker}}<p>{{x}}</p>"}
    )
    ses.send_templated_email(
        Source=SENDER,
        Destination={"ToAddresses": ["ada@example.net"]},
        Template="t",
        TemplateData='{"x": "y"}',
        ConfigurationSetName="news",
    )

    assert re.fullmatch("<img [^>]*><p>y</p>", read_page(mocked.outbox[0]))


def test_tracked_links_contain_the_region() -> None:
    """The host of a tracked link contains the region."""
    with mock_ses(identities=["example.com"], region="eu-west-1", isolated=True):
        create_set(boto3.client("ses"), "news", ["open"])

        assert ".r.eu-west-1.awstrack.me/I0/" in read_page(send_with_links())
