"""The links by which readers unsubscribe, and what following them does."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.test_list_management import LIST, TOPICS, list_options
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
    """Return a client of SES v2 whose account has a list with two topics."""
    sesv2.create_contact_list(**LIST, Topics=TOPICS)
    return sesv2


def send_marked(topic: str | None = "news", *to: str, **parameters: Any) -> SentMessage:
    """Send a message for the list, with a placeholder in text and HTML."""
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


def header_link(message: SentMessage) -> str:
    """Return the link of List-Unsubscribe."""
    return message.headers["List-Unsubscribe"].strip("<>")


def choices(client: SESV2Client) -> dict[str, Any]:
    """Return what Ada has chosen: of each topic, and of all."""
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")
    topics = {each["TopicName"]: each["SubscriptionStatus"] for each in contact["TopicPreferences"]}
    return {**topics, "all": contact["UnsubscribeAll"]}


def test_mail_to_one_recipient_has_links(client: SESV2Client) -> None:
    """They are in the header and in place of the placeholders, in all that shows the message."""
    message = send_marked()
    [page] = message.links

    assert page.startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.text == f"Leave: {page}"
    assert message.html == f'<a href="{page}">Leave</a>'
    assert header_link(message).startswith("https://unsubscribe.us-east-1.ses.example/")
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert MARK.encode() not in message.raw
    assert header_link(message) != page


def test_links_replace_those_of_the_sender(client: SESV2Client) -> None:
    """Custom headers of other names stay."""
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

    assert message.headers.get_all("List-Unsubscribe") == [f"<{header_link(message)}>"]
    assert "example.com/u" not in header_link(message)
    assert message.headers["List-Id"] == "readers"


def test_two_placeholders_of_a_text_become_links(client: SESV2Client) -> None:
    """A third one stays, in the text as in the HTML."""
    message = send_message("sesv2", text=MARK * 3, html=MARK * 3, ListManagementOptions=LIST)
    raw = message.mime.get_body(["plain"])

    for text in (message.text, message.html, raw and raw.get_content().strip()):
        assert text is not None
        assert text.endswith(MARK)
        assert text.count(MARK) == 1


def test_mail_to_several_recipients_has_no_links(client: SESV2Client) -> None:
    """A link would unsubscribe whoever it belongs to."""
    message = send_marked("news", "ada@example.net", "bob@example.net")

    assert message.text == f"Leave: {MARK}"
    assert "List-Unsubscribe" not in message.headers


def test_mail_that_belongs_to_no_list_has_no_links(client: SESV2Client) -> None:
    """The placeholder stays, and the sender's own headers."""
    message = send_message("sesv2", text=MARK)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers


def compose(encoding: str) -> bytes:
    """Return a mail with placeholders in text, HTML and an attachment, in a transfer encoding."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@example.com", "ada@example.net", "Hello"
    mail["List-Unsubscribe"] = "<https://example.com/u>"
    mail.set_content(f"Grüße {MARK}\n", cte=encoding)
    mail.add_alternative(f"<p>Grüße {MARK}</p>\n", subtype="html", cte=encoding)
    mail.add_attachment(f"{MARK}\n", filename="a.txt")
    return mail.as_bytes()


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_raw_mail_has_links_too(client: SESV2Client, encoding: str) -> None:
    """Its text and HTML are rewritten whatever their encoding, its attachments are not."""
    message = send_raw(compose(encoding))
    [page] = message.links
    plain = message.mime.get_body(["plain"])

    assert message.text == f"Grüße {page}\n"
    assert message.html == f"<p>Grüße {page}</p>\n"
    assert plain is not None
    assert plain.get_content() == message.text
    assert message.headers.get_all("List-Unsubscribe") == [f"<{header_link(message)}>"]
    assert message.attachments[0].content.decode().strip() == MARK


def test_raw_mail_without_placeholders_keeps_its_body(client: SESV2Client) -> None:
    """Byte for byte, and its header gets the links all the same."""
    body = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Hi")
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\n" + body)

    assert message.raw.endswith(body.partition(b"\n\n")[2])
    assert "List-Unsubscribe" in message.headers


def test_raw_mail_that_is_a_header_alone_has_links(client: SESV2Client) -> None:
    """They are fields of their own though its last line does not end."""
    message = send_raw(b"From: shop@example.com\nTo: ada@example.net\nSubject: Hello")

    assert message.subject == "Hello"
    assert message.headers["List-Unsubscribe-Post"] == ONE_CLICK


def test_mail_that_its_sender_has_signed_has_no_links(client: SESV2Client) -> None:
    """They would break its signature; who opted out is left out all the same."""
    data = f"DKIM-Signature: v=1\nFrom: shop@example.com\nTo: ada@example.net\n\n{MARK}".encode()
    message = send_raw(data)

    assert message.text == MARK
    assert "List-Unsubscribe" not in message.headers
    with pytest.raises(ValueError, match="has no unsubscribe link: SES writes one into mail"):
        message.unsubscribe()


def test_a_template_keeps_the_placeholder_for_ses(client: SESV2Client) -> None:
    """Template data need no such attribute."""
    content: Any = {
        "TemplateContent": {"Subject": "Hello", "Text": "{{name}}: " + MARK},
        "TemplateData": '{"name": "Ada"}',
    }
    message = send_message("sesv2", Content={"Template": content}, ListManagementOptions=LIST)

    assert message.text == f"Ada: {message.links[0]}"


def test_links_to_unsubscribe_are_not_tracked(client: SESV2Client) -> None:
    """Other links are."""
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


def test_events_show_the_header_of_the_sender(client: SESV2Client) -> None:
    """SES's own links are none of it."""
    document: Any = send_marked().events[-1].document
    names = [header["name"] for header in document["mail"]["headers"]]

    assert "List-Unsubscribe" not in names


def test_a_snapshot_is_the_same_in_every_run(client: SESV2Client) -> None:
    """It shows placeholders for the links."""
    snapshot = send_marked().snapshot()

    assert snapshot["text"] == f"Leave: {MARK}"
    assert snapshot["headers"] == [["List-Unsubscribe", f"<{MARK}>"], ["List-Unsubscribe-Post", ONE_CLICK]]
    assert (snapshot["contact_list"], snapshot["topic"]) == ("readers", "news")
    assert "contact_list" not in send_message().snapshot()


def follow_header(mocked: SesMock, message: SentMessage) -> None:
    """Click the link of the header."""
    mocked.follow(header_link(message))


def follow_header_as_written(mocked: SesMock, message: SentMessage) -> None:
    """Click the link of the header in its angle brackets."""
    mocked.follow(message.headers["List-Unsubscribe"])


def post(mocked: SesMock, message: SentMessage) -> None:
    """Post to the link of the header, as mailbox providers do."""
    mocked.follow(header_link(message), data=ONE_CLICK)


def post_bytes(mocked: SesMock, message: SentMessage) -> None:
    """Post bytes to the link of the header."""
    mocked.follow(header_link(message), data=ONE_CLICK.encode())


def follow_page(mocked: SesMock, message: SentMessage) -> None:
    """Follow the link of the text."""
    mocked.follow(message.links[0])


def click_page(mocked: SesMock, message: SentMessage) -> None:
    """Click the link of the text."""
    message.click(message.links[0])


def unsubscribe(mocked: SesMock, message: SentMessage) -> None:
    """Have the message say that its reader unsubscribes."""
    message.unsubscribe()


HEADER, PAGE = "UnsubscribeHeader", "UnsubscribePage"
WAYS = [
    (follow_header, HEADER),
    (follow_header_as_written, HEADER),
    (post, HEADER),
    (post_bytes, HEADER),
    (unsubscribe, HEADER),
    (follow_page, PAGE),
    (click_page, PAGE),
]
each_way = pytest.mark.parametrize(("leave", "source"), WAYS)


@each_way
def test_a_reader_opts_out_of_the_topic_of_the_message(
    mocked: SesMock, client: SESV2Client, leave: Callable[[SesMock, SentMessage], None], source: str
) -> None:
    """That is an event; the next message on the topic comes back, one on another does not."""
    message = send_marked("news")
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
    assert choices(client) == {"news": "OPT_OUT", "all": False}
    assert send_marked("news").outcomes == {"ada@example.net": "suppressed"}
    assert send_marked(None).outcomes == {"ada@example.net": "delivered"}


@each_way
def test_a_reader_of_mail_without_a_topic_opts_out_of_everything(
    mocked: SesMock, client: SESV2Client, leave: Callable[[SesMock, SentMessage], None], source: str
) -> None:
    """Statuses of topics stay as they were."""
    message = send_marked(None)
    leave(mocked, message)
    document: Any = message.events[-1].document["subscription"]

    assert (document["newTopicPreferences"]["unsubscribeAll"], document["source"]) == (True, source)
    assert document["oldTopicPreferences"] == {**document["newTopicPreferences"], "unsubscribeAll": False}
    assert choices(client) == {"all": True}
    assert send_marked("news").outcomes == {"ada@example.net": "suppressed"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"topic": "offers"}, {"offers": "OPT_OUT", "all": False}),
        ({"topic": ["offers", "news"]}, {"offers": "OPT_OUT", "news": "OPT_OUT", "all": False}),
        ({"everything": True}, {"all": True}),
    ],
)
def test_a_reader_chooses_on_the_page(
    client: SESV2Client, parameters: dict[str, Any], expected: dict[str, Any]
) -> None:
    """One topic, several, or everything, whatever the topic of the message is."""
    event = send_marked("news").unsubscribe(**parameters)
    document: Any = event.document["subscription"]

    assert choices(client) == expected
    assert document["source"] == "UnsubscribePage"


def test_opting_out_moves_the_time_of_the_contact(mocked: SesMock, client: SESV2Client) -> None:
    """The event has the same time."""
    message = send_marked()
    mocked.clock.shift(hours=1)
    event = message.unsubscribe()
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")

    assert contact["LastUpdatedTimestamp"] > contact["CreatedTimestamp"]
    assert abs((contact["LastUpdatedTimestamp"] - event.timestamp).total_seconds()) < 1


def test_who_has_opted_out_of_everything_stays_so(client: SESV2Client) -> None:
    """A click in an older message does not change that."""
    first, second = send_marked("news"), send_marked("news")
    first.unsubscribe(everything=True)
    second.unsubscribe()

    assert choices(client) == {"news": "OPT_OUT", "all": True}


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
def test_destinations_of_every_kind_take_subscriptions(
    mocked: SesMock, client: SESV2Client, kind: str
) -> None:
    """Each is told in its own form."""
    client.create_configuration_set(ConfigurationSetName="letters")
    client.create_configuration_set_event_destination(
        ConfigurationSetName="letters",
        EventDestinationName=kind,
        EventDestination={"Enabled": True, "MatchingEventTypes": ["SUBSCRIPTION"], **DESTINATIONS[kind]},
    )
    send_marked(ConfigurationSetName="letters").unsubscribe()

    publication = mocked.publications.one(type="Subscription", kind=kind)
    assert "Subscription" in str(publication.payload)


def test_subscriptions_are_published(mocked: SesMock, client: SESV2Client) -> None:
    """An event destination that asks for them gets them, from mail of its configuration set."""
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
    send_marked().unsubscribe()
    send_marked(ConfigurationSetName="letters", topic=None).unsubscribe()

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
def test_a_wrong_choice_is_a_value_error(client: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """Nothing changes then."""
    message = send_marked()
    with pytest.raises(ValueError, match=text):
        message.unsubscribe(**parameters)

    assert choices(client) == {"all": False}
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
def test_a_choice_of_another_type_is_a_type_error(
    client: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """Nothing changes then."""
    message = send_marked()
    with pytest.raises(TypeError, match=text):
        message.unsubscribe(**parameters)

    assert choices(client) == {"all": False}


def test_only_mail_of_a_list_can_be_unsubscribed_from(client: SESV2Client) -> None:
    """The error says when SES writes a link."""
    for message in (send_message(), send_marked("news", "ada@example.net", "bob@example.net")):
        with pytest.raises(ValueError, match="sent with ListManagementOptions to one recipient"):
            message.unsubscribe()


def test_only_who_got_a_message_can_unsubscribe(mocked: SesMock, client: SESV2Client) -> None:
    """The error shows what became of it."""
    mocked.outcomes["ada@example.net"] = "bounced"
    message = send_marked()

    with pytest.raises(ValueError, match=r"cannot be unsubscribed from; outcomes: ada@example\.net bounced"):
        message.unsubscribe()
    assert choices(client) == {"all": False}


def test_a_deleted_contact_becomes_one_again(client: SESV2Client) -> None:
    """So that what its reader wants is not lost."""
    message = send_marked()
    client.delete_contact(**LIST, EmailAddress="ada@example.net")
    message.unsubscribe()

    assert choices(client) == {"news": "OPT_OUT", "all": False}


def test_a_link_of_a_deleted_list_is_dead(mocked: SesMock, client: SESV2Client) -> None:
    """The error says which list is gone."""
    message = send_marked()
    client.delete_contact_list(**LIST)

    with pytest.raises(ValueError, match="unknown contact list 'readers'; there are none"):
        mocked.follow(header_link(message))


def test_a_link_of_a_removed_topic_is_dead(mocked: SesMock, client: SESV2Client) -> None:
    """The error says which topics are left."""
    message = send_marked()
    client.update_contact_list(**LIST)

    with pytest.raises(ValueError, match="unknown topic 'news'; the contact list 'readers' has no topics"):
        mocked.follow(header_link(message))


def test_one_click_posts_say_so(mocked: SesMock, client: SESV2Client) -> None:
    """Other data are not what a mailbox provider sends, and the page is not posted to."""
    message = send_marked()
    with pytest.raises(ValueError, match="must be 'List-Unsubscribe=One-Click', got 'x'"):
        mocked.follow(header_link(message), data="x")
    with pytest.raises(
        ValueError, match=r"nothing can be posted to .* List-Unsubscribe takes a one-click POST"
    ):
        mocked.follow(message.links[0], data=ONE_CLICK)

    assert choices(client) == {"all": False}
