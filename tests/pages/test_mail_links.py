"""The links of a message, as the pages get them."""

from __future__ import annotations

from typing import Any

import boto3

from sesmock import mock_ses
from sesmock.pages import mail_links
from tests.receiving import receive
from tests.sending import send

HTML = (
    '<a href="https://example.com/a">a</a><a ses:no-track href="https://example.com/b">b</a>'
    '<a href="http://example.com/c">c</a><a href="mailto:help@example.com">d</a><a href="javascript:x()">e</a>'
    '<a href="/relative">f</a><a href="ftp://example.com/g">g</a>'
)


def create_tracking_set(client: Any, *types: str) -> None:
    """Create a configuration set ``tracked`` that tracks opens, clicks or both."""
    client.create_configuration_set(ConfigurationSetName="tracked")
    client.create_configuration_set_event_destination(
        ConfigurationSetName="tracked",
        EventDestinationName="all",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": list(types),
            "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:events"},
        },
    )


def names(links: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the names of each link's kinds, by URL."""
    return {link["url"]: [name for name, _ in link["kinds"]] for link in links}


def test_each_link_has_a_kind() -> None:
    """The kind of a link is determined by its scheme."""
    with mock_ses(identities=["example.com"]) as mocked:
        send("ses", "ada@example.net", html=HTML, text=None)
        links = mail_links.list_links(mocked.outbox[0])

    assert names(links) == {
        "https://example.com/a": ["web page"],
        "https://example.com/b": ["web page"],
        "http://example.com/c": ["not encrypted"],
        "mailto:help@example.com": ["email address"],
        "javascript:x()": ["script: mail clients remove it"],
        "/relative": ["incomplete address"],
        "ftp://example.com/g": [
            "ftp: link",
        ],
    }
    assert all(link["sent_as"] is None for link in links)


def test_a_tracked_link_shows_the_link_that_the_recipient_gets() -> None:
    """A tracked link also has the URL that the recipient gets, and the tracking pixel is listed, too."""
    with mock_ses(identities=["example.com"]) as mocked:
        client = boto3.client("sesv2")
        create_tracking_set(client, "OPEN", "CLICK")
        send(client, "ada@example.net", html=HTML, text=None, ConfigurationSetName="tracked")
        links = mail_links.list_links(mocked.outbox[0])
        target = mocked.follow(str(links[0]["sent_as"]))

    assert target == "https://example.com/a"
    assert names(links)["https://example.com/b"] == ["web page", "clicks are not tracked"]
    assert names(links)["http://example.com/c"] == ["not encrypted", "clicks are tracked"]
    assert list(names(links).values())[-1] == ["tracks opens"]


def test_links_are_not_tracked_if_only_opens_are() -> None:
    """If only opens are tracked, links have no URL of a tracking host, but the pixel is listed."""
    with mock_ses(identities=["example.com"]) as mocked:
        client = boto3.client("sesv2")
        create_tracking_set(client, "OPEN")
        send(client, "ada@example.net", html=HTML, text=None, ConfigurationSetName="tracked")
        links = mail_links.list_links(mocked.outbox[0])

    assert names(links)["https://example.com/a"] == ["web page"]
    assert list(names(links).values())[-1] == ["tracks opens"]


def test_unsubscribe_links_are_recognized() -> None:
    """The unsubscribe links that SES adds for a contact list are recognized, in the HTML and in the header."""
    with mock_ses(identities=["example.com"]) as mocked:
        client = boto3.client("sesv2")
        client.create_contact_list(ContactListName="news")
        client.create_contact(ContactListName="news", EmailAddress="ada@example.net")
        # SES replaces this placeholder with a link to its own page. Spec: contacts.md §3.
        html = '<a href="{{amazonSESUnsubscribeUrl}}">leave</a>'
        options = {"ContactListName": "news"}
        send(client, "ada@example.net", html=html, text=None, ListManagementOptions=options)
        links = mail_links.list_links(mocked.outbox[0])

    assert list(names(links).values()) == [["unsubscribe page"], ["List-Unsubscribe header", "one-click"]]


def test_header_links_of_the_sender_are_recognized() -> None:
    """The links of a List-Unsubscribe header are listed, and only a web page can be one-click."""
    # RFC 8058 §3.1: one-click requires an HTTPS URI; the header may contain other URIs, too.
    headers = [
        {"Name": "List-Unsubscribe", "Value": "<mailto:leave@example.com>, <https://example.com/leave>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]
    content: Any = {
        "Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}, "Headers": headers}
    }
    with mock_ses(identities=["example.com"]) as mocked:
        boto3.client("sesv2").send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["ada@example.net"]},
            Content=content,
        )
        links = mail_links.list_links(mocked.outbox[0])

    assert names(links) == {
        "mailto:leave@example.com": ["List-Unsubscribe header"],
        "https://example.com/leave": ["List-Unsubscribe header", "one-click"],
    }


def test_links_of_received_mail_are_listed() -> None:
    """The links of received mail are listed with their kinds."""
    with mock_ses(identities=["example.com"]) as mocked:
        receive(
            b"From: a@example.net\nTo: info@example.com\nList-Unsubscribe: <https://example.net/u>\n\nSee https://example.net/x"
        )
        links = mail_links.list_received_links(mocked.received[0])

    assert names(links) == {
        "https://example.net/x": ["web page"],
        "https://example.net/u": ["List-Unsubscribe header"],
    }
