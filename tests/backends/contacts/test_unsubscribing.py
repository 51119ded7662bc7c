"""The effect of following an unsubscribe link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.contacts.contact_list import LIST
from tests.backends.contacts.unsubscribe_links import ONE_CLICK, read_header_link, send_with_placeholder
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SentMessage, SesMock

TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:events"


def read_choices(client: SESV2Client) -> dict[str, Any]:
    """Return Ada's topic choices, and her UnsubscribeAll as ``all``."""
    contact = client.get_contact(**LIST, EmailAddress="ada@example.net")
    topics = {each["TopicName"]: each["SubscriptionStatus"] for each in contact["TopicPreferences"]}
    return {**topics, "all": contact["UnsubscribeAll"]}


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
