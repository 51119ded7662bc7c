"""Unsubscribe links, and the effect of following them."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.contacts.test_list_management import LIST, TOPICS, list_options
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage, SesMock

MARK = "{{amazonSESUnsubscribeUrl}}"
ONE_CLICK = "List-Unsubscribe=One-Click"
TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:events"


@pytest.fixture
def client(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account that has a list with two topics."""
    sesv2.create_contact_list(**LIST, Topics=TOPICS)
    return sesv2


def send_with_placeholder(topic: str | None = "news", *to: str, **parameters: Any) -> SentMessage:
    """Send a message for the list, with the placeholder in text and HTML."""
    return send_message(
        "sesv2",
        *to,
        text=f"Leave: {MARK}",
        html=f'<a href="{MARK}">Leave</a>',
        ListManagementOptions=list_options(topic),
        **parameters,
    )


def send_raw(data: bytes, topic: str | None = "news") -> SentMessage:
    """Send a raw message for the list."""
    return send_message("sesv2", Content={"Raw": {"Data": data}}, ListManagementOptions=list_options(topic))


def read_header_link(message: SentMessage) -> str:
    """Return the link in List-Unsubscribe."""
    return message.headers["List-Unsubscribe"].strip("<>")


def read_choices(client: SESV2Client) -> dict[str, Any]:
    """Return Ada's topic choices, and her UnsubscribeAll as ``all``."""
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")
    topics = {each["TopicName"]: each["SubscriptionStatus"] for each in contact["TopicPreferences"]}
    return {**topics, "all": contact["UnsubscribeAll"]}


def test_mail_to_one_recipient_has_links(client: SESV2Client) -> None:
    """Mail to one recipient has an unsubscribe link in its header and another in place of the placeholders."""
    message = send_with_placeholder()
    [page] = message.links

    assert page.startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.text == f"Leave: {page}"
    assert message.html == f'<a href="{page}">Leave</a>'
    assert read_header_link(message).startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert MARK.encode() not in message.raw
    assert read_header_link(message) != page


def test_links_replace_those_of_the_sender(client: SESV2Client) -> None:
    """SES's header replaces the sender's List-Unsubscribe header, and other custom headers stay."""
    message = send_message(
        "sesv2",
        ListManagementOptions=LIST,
        Content={
            "Simple": {
                "Subject": {"Data": "Hello"},
                "Body": {"Text": {"Data": "Hi"}},
                "Headers": [
                    {"Name": "list-unsubscribe", "Value": "<https://example.com/u>"},
                    {"Name": "List-Id", "Value": "readers"},
                ],
            }
        },
    )

    assert message.headers.get_all("List-Unsubscribe") == [f"<{read_header_link(message)}>"]
    assert "example.com/u" not in read_header_link(message)
    assert message.headers["List-Id"] == "readers"


def test_two_placeholders_become_links(client: SESV2Client) -> None:
    """Only the first two placeholders of text and HTML become links."""
    message = send_message("sesv2", text=MARK * 3, html=MARK * 3, ListManagementOptions=LIST)
    plain_body = message.mime.get_body(["plain"])

    for text in (message.text, message.html, plain_body and plain_body.get_content().strip()):
        assert text is not None
        assert text.endswith(MARK)
        assert text.count(MARK) == 1


def test_mail_to_several_recipients_has_no_links(client: SESV2Client) -> None:
    """Mail to several recipients has no links, because a link belongs to one contact."""
    message = send_with_placeholder("news", "ada@example.net", "bob@example.net")

    assert message.text == f"Leave: {MARK}"
    assert "List-Unsubscribe" not in message.headers


def test_mail_without_a_list_has_no_links(client: SESV2Client) -> None:
    """Without list management, the placeholder stays."""
    message = send_message("sesv2", text=MARK)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers


def build_mail(encoding: str) -> bytes:
    """Return a message with the placeholder in its text, HTML and attachment, in the given transfer encoding."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "ada@example.net", "Hello"
    mail["List-Unsubscribe"] = "<https://example.com/u>"
    mail.set_content(f"Grüße {MARK}\n", cte=encoding)
    mail.add_alternative(f"<p>Grüße {MARK}</p>\n", subtype="html", cte=encoding)
    mail.add_attachment(f"{MARK}\n", filename="a.txt")
    return mail.as_bytes()


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_raw_mail_has_links(client: SESV2Client, encoding: str) -> None:
    """Text and HTML of raw mail get links in any transfer encoding; attachments do not."""
    message = send_raw(build_mail(encoding))
    [page] = message.links
    plain = message.mime.get_body(["plain"])

    assert message.text == f"Grüße {page}\n"
    assert message.html == f"<p>Grüße {page}</p>\n"
    assert plain is not None
    assert plain.get_content() == message.text
    assert message.headers.get_all("List-Unsubscribe") == [f"<{read_header_link(message)}>"]
    assert message.attachments[0].content.decode().strip() == MARK


def test_raw_mail_without_placeholders_keeps_its_body(client: SESV2Client) -> None:
    """Raw mail without placeholders keeps its body byte for byte, and gets the header."""
    body = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Hi")
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\n" + body)

    assert message.raw.endswith(body.partition(b"\n\n")[2])
    assert "List-Unsubscribe" in message.headers


def test_raw_mail_without_a_body_has_the_header(client: SESV2Client) -> None:
    """The link header starts on its own line even if the last header line does not end with a newline."""
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\nSubject: Hello")

    assert message.subject == "Hello"
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK


def test_signed_mail_has_no_links(client: SESV2Client) -> None:
    """Mail that the sender has signed with DKIM gets no links, which would break the signature."""
    data = f"DKIM-Signature: v=1\nFrom: shop@example.com\nTo: ada@example.net\n\n{MARK}".encode()
    message = send_raw(data)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers
    with pytest.raises(ValueError, match="has no unsubscribe link: SES adds one only to mail"):
        message.unsubscribe()


def test_a_template_keeps_the_placeholder_for_ses(client: SESV2Client) -> None:
    """The template data needs no attribute for the placeholder."""
    content: Any = {
        "TemplateContent": {"Subject": "Hello", "Text": "{{name}}: " + MARK},
        "TemplateData": '{"name": "Ada"}',
    }
    message = send_message("sesv2", Content={"Template": content}, ListManagementOptions=LIST)

    assert message.text == f"Ada: {message.links[0]}"


def test_unsubscribe_links_are_not_tracked(client: SESV2Client) -> None:
    """Click tracking rewrites other links, but not unsubscribe links."""
    message = send_message(
        "sesv2",
        html=f'<a href="{MARK}">Leave</a><a href="https://example.com">Stay</a>',
        ListManagementOptions=LIST,
        ConfigurationOverrides={"Tracking": {"ClickTrackingEnabled": "ENABLED"}},
    )
    body = message.mime.get_body(["html"])

    assert message.links[1] == "https://example.com"
    assert body is not None
    assert f'<a href="{message.links[0]}">' in body.get_content()
    assert "awstrack.me" in body.get_content()


def test_events_omit_unsubscribe_headers(client: SESV2Client) -> None:
    """Events do not show the unsubscribe headers that SES adds."""
    document: Any = send_with_placeholder().events[-1].document
    names = [header["name"] for header in document["mail"]["headers"]]

    assert "List-Unsubscribe" not in names


def test_a_snapshot_is_the_same_in_every_run(client: SESV2Client) -> None:
    """A snapshot shows placeholders instead of the links, so it does not change between runs."""
    snapshot = send_with_placeholder().snapshot()

    assert snapshot["text"] == f"Leave: {MARK}"
    assert snapshot["headers"] == [["List-Unsubscribe", f"<{MARK}>"], ["List-Unsubscribe-Post", ONE_CLICK]]
    assert (snapshot["contact_list"], snapshot["topic"]) == ("readers", "news")
    assert "contact_list" not in send_message().snapshot()


def follow_header(mocked: SesMock, message: SentMessage) -> None:
    """Follow the link in the header."""
    mocked.follow(read_header_link(message))


def follow_header_as_written(mocked: SesMock, message: SentMessage) -> None:
    """Follow the link in the header with its angle brackets."""
    mocked.follow(message.headers["List-Unsubscribe"])


def post_text(mocked: SesMock, message: SentMessage) -> None:
    """Post to the link in the header, as mailbox providers do."""
    mocked.follow(read_header_link(message), data=ONE_CLICK)


def post_bytes(mocked: SesMock, message: SentMessage) -> None:
    """Post bytes to the link in the header."""
    mocked.follow(read_header_link(message), data=ONE_CLICK.encode())


def follow_page(mocked: SesMock, message: SentMessage) -> None:
    """Follow the link in the text."""
    mocked.follow(message.links[0])


def click_page(mocked: SesMock, message: SentMessage) -> None:
    """Click the link in the text."""
    message.click(message.links[0])


def unsubscribe(mocked: SesMock, message: SentMessage) -> None:
    """Call the message's own method."""
    message.unsubscribe()


HEADER, PAGE = "UnsubscribeHeader", "UnsubscribePage"
WAYS = [
    (follow_header, HEADER),
    (follow_header_as_written, HEADER),
    (post_text, HEADER),
    (post_bytes, HEADER),
    (unsubscribe, HEADER),
    (follow_page, PAGE),
    (click_page, PAGE),
]
each_way = pytest.mark.parametrize(("leave", "source"), WAYS)


@each_way
def test_a_link_opts_out_of_the_topic(
    mocked: SesMock, client: SESV2Client, leave: Callable[[SesMock, SentMessage], None], source: str
) -> None:
    """Following a link publishes an event and opts out of the message's topic only."""
    message = send_with_placeholder("news")
    leave(mocked, message)
    event = message.events[-1]
    document: Any = event.document["subscription"]

    assert (event.type, event.recipients) == ("Subscription", ("ada@example.net",))
    assert (document["contactList"], document["source"]) == ("readers", source)
    assert document["newTopicPreferences"] == {
        "unsubscribeAll": False,
        "topicSubscriptionStatus": [
            {"topicName": "news", "subscriptionStatus": "OptOut"},
            {"topicName": "offers", "subscriptionStatus": "OptOut"},
        ],
    }
    assert document["oldTopicPreferences"]["topicSubscriptionStatus"][0]["subscriptionStatus"] == "OptIn"
    assert read_choices(client) == {"news": "OPT_OUT", "all": False}
    assert send_with_placeholder("news").outcomes == {"ada@example.net": "suppressed"}
    assert send_with_placeholder(None).outcomes == {"ada@example.net": "delivered"}


@each_way
def test_a_link_without_a_topic_unsubscribes_from_everything(
    mocked: SesMock, client: SESV2Client, leave: Callable[[SesMock, SentMessage], None], source: str
) -> None:
    """A link in mail without a topic sets UnsubscribeAll and keeps the topic choices."""
    message = send_with_placeholder(None)
    leave(mocked, message)
    document: Any = message.events[-1].document["subscription"]

    assert (document["newTopicPreferences"]["unsubscribeAll"], document["source"]) == (True, source)
    assert document["oldTopicPreferences"] == {**document["newTopicPreferences"], "unsubscribeAll": False}
    assert read_choices(client) == {"all": True}
    assert send_with_placeholder("news").outcomes == {"ada@example.net": "suppressed"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"topic": "offers"}, {"offers": "OPT_OUT", "all": False}),
        ({"topic": ["offers", "news"]}, {"offers": "OPT_OUT", "news": "OPT_OUT", "all": False}),
        ({"everything": True}, {"all": True}),
    ],
)
def test_a_contact_can_choose_on_the_page(
    client: SESV2Client, parameters: dict[str, Any], expected: dict[str, Any]
) -> None:
    """On the page, a contact can opt out of one topic, several topics or everything."""
    event = send_with_placeholder("news").unsubscribe(**parameters)
    document: Any = event.document["subscription"]

    assert read_choices(client) == expected
    assert document["source"] == "UnsubscribePage"


def test_opting_out_updates_the_contact(mocked: SesMock, client: SESV2Client) -> None:
    """Opting out sets the contact's last update to the time of the event."""
    message = send_with_placeholder()
    mocked.clock.shift(hours=1)
    event = message.unsubscribe()
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")

    assert contact["LastUpdatedTimestamp"] > contact["CreatedTimestamp"]
    assert abs((contact["LastUpdatedTimestamp"] - event.timestamp).total_seconds()) < 1


def test_unsubscribing_from_everything_is_final(client: SESV2Client) -> None:
    """A click in another message does not undo UnsubscribeAll."""
    first, second = send_with_placeholder("news"), send_with_placeholder("news")
    first.unsubscribe(everything=True)
    second.unsubscribe()

    assert read_choices(client) == {"news": "OPT_OUT", "all": True}


DESTINATIONS: dict[str, Any] = {
    "sns": {"SnsDestination": {"TopicArn": TOPIC_ARN}},
    "eventbridge": {
        "EventBridgeDestination": {"EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"}
    },
    "firehose": {
        "KinesisFirehoseDestination": {
            "IamRoleArn": "arn:aws:iam::123456789012:role/ses",
            "DeliveryStreamArn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/events",
        }
    },
    "cloudwatch": {
        "CloudWatchDestination": {
            "DimensionConfigurations": [
                {
                    "DimensionName": "campaign",
                    "DimensionValueSource": "MESSAGE_TAG",
                    "DefaultDimensionValue": "none",
                }
            ]
        }
    },
    "pinpoint": {
        "PinpointDestination": {"ApplicationArn": "arn:aws:mobiletargeting:us-east-1:123456789012:apps/a"}
    },
}


@pytest.mark.parametrize("kind", DESTINATIONS)
def test_destinations_of_every_kind_receive_subscriptions(
    mocked: SesMock, client: SESV2Client, kind: str
) -> None:
    """An event destination of any kind receives subscription events."""
    client.create_configuration_set(ConfigurationSetName="letters")
    client.create_configuration_set_event_destination(
        ConfigurationSetName="letters",
        EventDestinationName=kind,
        EventDestination={"Enabled": True, "MatchingEventTypes": ["SUBSCRIPTION"], **DESTINATIONS[kind]},
    )
    send_with_placeholder(ConfigurationSetName="letters").unsubscribe()

    publication = mocked.publications.one(type="Subscription", kind=kind)
    assert "Subscription" in str(publication.payload)


def test_subscriptions_are_published(mocked: SesMock, client: SESV2Client) -> None:
    """A subscription event goes to the destinations of the message's configuration set."""
    client.create_configuration_set(ConfigurationSetName="letters")
    client.create_configuration_set_event_destination(
        ConfigurationSetName="letters",
        EventDestinationName="topic",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["SUBSCRIPTION"],
            "SnsDestination": {"TopicArn": TOPIC_ARN},
        },
    )
    send_with_placeholder().unsubscribe()
    send_with_placeholder(ConfigurationSetName="letters", topic=None).unsubscribe()

    publication = mocked.publications.one(type="Subscription")
    assert publication.target == TOPIC_ARN


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (
            {"topic": "x"},
            r"unknown topic 'x'\. Valid topics: news, offers",
        ),
        ({"topic": ["news", "x"]}, "unknown topic 'x'"),
        ({"topic": []}, r"pass one topic or more, or everything=True alone, got topic=\[\]"),
        ({"topic": "news", "everything": True}, "everything=True alone, got topic='news'"),
    ],
)
def test_an_invalid_choice_is_a_value_error(
    client: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """An unknown topic or an invalid combination raises ValueError and changes nothing."""
    message = send_with_placeholder()
    with pytest.raises(ValueError, match=text):
        message.unsubscribe(**parameters)

    assert read_choices(client) == {"all": False}
    assert [event.type for event in message.events] == ["Send", "Delivery"]


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"topic": 5}, "topic must be the name of a topic, or several names, got 5"),
        ({"topic": ["news", None]}, r"or several names, got \['news', None\]"),
        ({"topic": b"news"}, "or several names, got b'news'"),
        ({"everything": "no"}, "everything must be True or False, got 'no'"),
    ],
)
def test_a_choice_of_the_wrong_type_is_a_type_error(
    client: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """A choice of the wrong type raises TypeError and changes nothing."""
    message = send_with_placeholder()
    with pytest.raises(TypeError, match=text):
        message.unsubscribe(**parameters)

    assert read_choices(client) == {"all": False}


def test_only_mail_with_a_link_can_be_unsubscribed_from(client: SESV2Client) -> None:
    """Unsubscribing from mail without a link raises an error that says when SES writes one."""
    for message in (send_message(), send_with_placeholder("news", "ada@example.net", "bob@example.net")):
        with pytest.raises(ValueError, match="mail that has ListManagementOptions, a single recipient"):
            message.unsubscribe()


def test_only_a_recipient_of_delivered_mail_can_unsubscribe(mocked: SesMock, client: SESV2Client) -> None:
    """Unsubscribing from a bounced message raises an error that shows the outcomes of the message."""
    mocked.outcomes["ada@example.net"] = "bounced"
    message = send_with_placeholder()

    with pytest.raises(ValueError, match=r"cannot be unsubscribed from; outcomes: ada@example\.net bounced"):
        message.unsubscribe()
    assert read_choices(client) == {"all": False}


def test_unsubscribing_restores_a_deleted_contact(client: SESV2Client) -> None:
    """Following a link re-creates a deleted contact with its new choice."""
    message = send_with_placeholder()
    client.delete_contact(**LIST, EmailAddress="ada@example.net")
    message.unsubscribe()

    assert read_choices(client) == {"news": "OPT_OUT", "all": False}


def test_a_link_of_a_deleted_list_is_an_error(mocked: SesMock, client: SESV2Client) -> None:
    """Following a link of a deleted list raises an error with the name of the list."""
    message = send_with_placeholder()
    client.delete_contact_list(**LIST)

    with pytest.raises(ValueError, match="unknown contact list 'readers'; there are no contact lists"):
        mocked.follow(read_header_link(message))


def test_a_link_of_a_removed_topic_is_an_error(mocked: SesMock, client: SESV2Client) -> None:
    """Following a link of a removed topic raises an error with the names of the topic and the list."""
    message = send_with_placeholder()
    client.update_contact_list(**LIST)

    with pytest.raises(ValueError, match="unknown topic 'news'; the contact list 'readers' has no topics"):
        mocked.follow(read_header_link(message))


def test_a_one_click_post_needs_its_form_data(mocked: SesMock, client: SESV2Client) -> None:
    """A POST with other data raises an error, and so does any POST to the page."""
    message = send_with_placeholder()
    with pytest.raises(ValueError, match="must be 'List-Unsubscribe=One-Click', got 'x'"):
        mocked.follow(read_header_link(message), data="x")
    with pytest.raises(
        ValueError, match=r"nothing can be posted to .* List-Unsubscribe takes a one-click POST"
    ):
        mocked.follow(message.links[0], data=ONE_CLICK)

    assert read_choices(client) == {"all": False}
