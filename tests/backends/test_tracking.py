"""Open and click tracking: what the recipient gets, what the author keeps, and what following a link does."""

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
    """Make a set whose destination takes opens and clicks."""
    make_set(ses, "news", ["open", "click"])


def make_set(ses: SESClient, name: str, types: list[Any], *, enabled: bool = True) -> None:
    """Make a set with a destination."""
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


def send_page(html: str = PAGE, configuration_set: str | None = "news", **options: Any) -> SentMessage:
    """Send HTML to two recipients, and return the message."""
    if configuration_set is not None:
        options["ConfigurationSetName"] = configuration_set
    return send_message("sesv2", "ada@example.net", "bob@example.net", text=TARGET, html=html, **options)


def part(data: bytes, subtype: str) -> str:
    """Return a text part of a mail."""
    [found] = [
        each
        for each in message_from_bytes(data).walk()
        if each.get_content_type() == f"text/{subtype}" and not each.get_filename()
    ]
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(found.get_content_charset("utf-8"))


def page_of(message: Any) -> str:
    """Return the HTML that the recipient gets."""
    return part(message.raw, "html")


@pytest.mark.usefixtures("mocked")
def test_the_recipient_gets_tracked_links_and_a_pixel() -> None:
    """The text and what the author wrote stay as they are."""
    message = send_page()
    link = (
        rf"https://{HOST}/L0/https:%2F%2Fexample\.com%2Fa%3Fb=c%26d=1/1/{message.message_id}/[\w-]{{27}}=\d+"
    )
    pixel = (
        rf'<img alt="" src="https://{HOST}/I0/{message.message_id}/[\w-]{{27}}=\d+" '
        r'style="display: none; width: 1px; height: 1px;">'
    )

    assert re.fullmatch(rf'<p>See <a href="{link}">this</a></p>{pixel}', page_of(message))
    assert (message.html, message.links) == (PAGE, (TARGET,))
    assert part(message.raw, "plain") == TARGET
    assert message.raw == message.raw


def test_following_a_link_is_a_click(mocked: SesMock) -> None:
    """The reader is led to the target; the event has the tags of the link and is published."""
    message = send_page()
    link = re.findall(r'href="([^"]*)"', page_of(message))[0]

    assert mocked.follow(link) == TARGET
    event = message.events[-1].document
    assert event["click"]["link"] == TARGET
    assert event["click"]["linkTags"] == {"place": ["top"]}
    assert mocked.publications[-1].event is message.events[-1]


def test_loading_the_pixel_is_an_open(mocked: SesMock) -> None:
    """Each time is one."""
    message = send_page()
    [pixel] = re.findall(r'src="([^"]*)"', page_of(message))
    mocked.follow(pixel)

    assert mocked.follow(pixel) == pixel
    assert [event.type for event in message.events][-2:] == ["Open", "Open"]


def test_who_got_nothing_follows_nothing(sesv2: SESV2Client) -> None:
    """A link of a message that was not delivered is a mistake of the test; nothing is recorded."""
    with mock_ses(identities=["example.com"], delivery="manual", isolated=True) as mocked:
        make_set(boto3.client("ses"), "news", ["click"])
        message = send_page()
        link = re.findall(r'href="([^"]*)"', page_of(message))[0]

        with pytest.raises(ValueError, match="cannot be clicked"):
            mocked.follow(link)
        assert [event.type for event in message.events] == ["Send"]


def test_the_messages_of_a_bulk_may_differ(mocked: SesMock, sesv2: SESV2Client) -> None:
    """From what is usual, all together."""
    template: Any = {"TemplateContent": {"Subject": "s", "Html": PAGE}}
    sesv2.send_bulk_email(
        FromEmailAddress=SENDER,
        DefaultContent={"Template": {**template, "TemplateData": "{}"}},
        BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}] * 2,
        ConfigurationSetName="news",
        ConfigurationOverrides={"Tracking": {"ClickTrackingEnabled": "DISABLED"}},
    )

    assert ["/L0/" in page_of(message) for message in mocked.outbox] == [False, False]
    assert ["/I0/" in page_of(message) for message in mocked.outbox] == [True, True]


def test_a_link_without_tags_has_none(mocked: SesMock) -> None:
    """null, as recorded."""
    message = send_page('<a href="https://example.com/">x</a>')
    mocked.follow(re.findall(r'href="([^"]*)"', page_of(message))[0])

    assert message.events[-1].document["click"]["linkTags"] is None


@pytest.mark.parametrize(
    ("types", "enabled", "pixel", "linked"),
    [
        (["open"], True, True, False),
        (["click"], True, False, True),
        (["open", "click"], False, False, False),
        (["send"], True, False, False),
    ],
)
def test_the_destinations_of_the_set_decide(
    ses: SESClient, types: list[str], enabled: bool, pixel: bool, linked: bool
) -> None:
    """What no enabled destination takes is not tracked."""
    make_set(ses, "other", types, enabled=enabled)
    page = page_of(send_page(configuration_set="other"))

    assert ("<img" in page, "/L0/" in page) == (pixel, linked)
    assert (page == PAGE) is not (pixel or linked)


def test_without_a_set_nothing_is_tracked(mocked: SesMock) -> None:
    """The page is the author's to the letter."""
    assert page_of(send_page(configuration_set=None)) == PAGE


def test_engagement_metrics_track_everything(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Of the account, with or without a set."""
    sesv2.put_account_vdm_attributes(
        VdmAttributes={"VdmEnabled": "ENABLED", "DashboardAttributes": {"EngagementMetrics": "ENABLED"}}
    )
    page = page_of(send_page(configuration_set=None))

    assert ("<img" in page, "/L0/" in page) == (True, True)


@pytest.mark.parametrize(
    ("overrides", "configuration_set", "pixel", "linked"),
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
def test_a_message_may_differ(
    overrides: dict[str, str], configuration_set: str | None, pixel: bool, linked: bool
) -> None:
    """What the request says of its message alone comes first."""
    message = send_page(configuration_set=configuration_set, ConfigurationOverrides={"Tracking": overrides})
    page = page_of(message)

    assert ("<img" in page, "/L0/" in page) == (pixel, linked)


@pytest.mark.parametrize(
    ("policy", "pixel", "links"),
    [
        (None, "http", ["http", "https"]),
        ("OPTIONAL", "http", ["http", "https"]),
        ("REQUIRE", "https", ["https", "https"]),
        ("REQUIRE_OPEN_ONLY", "https", ["http", "https"]),
    ],
)
def test_links_may_lead_over_a_domain_of_ones_own(
    mocked: SesMock, sesv2: SESV2Client, policy: Any, pixel: str, links: list[str]
) -> None:
    """By HTTPS as the policy says."""
    given = {} if policy is None else {"HttpsPolicy": policy}
    sesv2.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="click.example.com", **given
    )
    page = page_of(send_page('<a href="http://example.com/">a</a><a href="https://example.com/">b</a>'))
    urls = re.findall(r'(?:href|src)="([^"]*)"', page)

    assert [url.partition("://")[0] for url in urls] == [*links, pixel]
    assert all(url.partition("://")[2].startswith("click.example.com/") for url in urls)
    assert mocked.follow(urls[0]) == "http://example.com/"


def test_a_policy_without_a_domain_changes_nothing(
    sesv2: SESV2Client, pinpoint_email: PinpointEmailClient
) -> None:
    """SES's own links are HTTPS, though Pinpoint Email took the domain away and left the policy."""
    sesv2.put_configuration_set_tracking_options(
        ConfigurationSetName="news", CustomRedirectDomain="click.example.com", HttpsPolicy="OPTIONAL"
    )
    pinpoint_email.put_configuration_set_tracking_options(ConfigurationSetName="news")
    page = page_of(send_page('<a href="http://example.com/">a</a>'))

    assert re.findall(r'(?:href|src)="(\w+)://', page) == ["https", "https"]


def test_raw_mail_is_tracked(mocked: SesMock, ses: SESClient) -> None:
    """Its HTML, not its text and not its attachments; the author's stays what the test sees."""
    ses.send_raw_email(RawMessage={"Data": RAW}, ConfigurationSetName="news")
    [message] = mocked.outbox
    page = page_of(message)

    assert page.startswith("<p>ä</p><a href=")
    assert ("/L0/" in page, "/I0/" in page) == (True, True)
    assert part(message.raw, "plain") == "From here: https://example.com/plain"
    assert b'attachment; filename=a.html\r\n\r\n<a href="https://example.com/">x</a>\r\n--x--' in message.raw
    assert message.html == '<p>ä</p><a href="https://example.com/">x</a>'
    assert b"\xe4" not in message.raw
    assert [found.file_name for found in message.attachments] == ["a.html"]


def test_eight_bit_html_does_not_survive_tracking(mocked: SesMock, ses: SESClient) -> None:
    """What is not ASCII arrives spoilt; the test reads what the author wrote."""
    data = RAW.replace(b"quoted-printable", b"8bit").replace(b"=E4", b"\xe4")
    ses.send_raw_email(RawMessage={"Data": data}, ConfigurationSetName="news")
    [message] = mocked.outbox

    assert page_of(message).startswith("<p>?</p><a href=")
    assert (message.html or "").startswith("<p>ä</p>")


def test_html_that_lies_about_its_charset_is_tracked_all_the_same(mocked: SesMock, ses: SESClient) -> None:
    """Its bytes stay what they are."""
    data = RAW.replace(b"iso-8859-1", b"utf-8")
    ses.send_raw_email(RawMessage={"Data": data}, ConfigurationSetName="news")
    [message] = mocked.outbox

    assert b"=E4</p>" in message.raw
    assert b"/L0/" in message.raw


def test_mail_without_html_is_as_it_was(mocked: SesMock, ses: SESClient) -> None:
    """Text has no links to rewrite."""
    content = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": TARGET}}}
    ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": ["ada@example.net"]},
        Message=content,
        ConfigurationSetName="news",
    )

    assert part(mocked.outbox[0].raw, "plain") == TARGET


def test_templated_mail_is_tracked(mocked: SesMock, ses: SESClient) -> None:
    """What its template says where the pixel is to stand holds."""
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

    assert re.fullmatch("<img [^>]*><p>y</p>", page_of(mocked.outbox[0]))


def test_regions_have_links_of_their_own() -> None:
    """The host tells the region."""
    with mock_ses(identities=["example.com"], region="eu-west-1", isolated=True):
        make_set(boto3.client("ses"), "news", ["open"])

        assert ".r.eu-west-1.awstrack.me/I0/" in page_of(send_page())
