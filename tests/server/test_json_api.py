"""The server's JSON API."""

from __future__ import annotations

import json

import pytest

from sesmock.server.api.json_api import JsonApi
from sesmock.server.api.openapi import build_document
from tests.server.clients import URL, Caller, dump
from tests.server.json_calls import ATTACHED, get, post, refusal

INCOMING = "From: ada@example.net\r\nTo: help@example.com\r\nSubject: Help\r\n\r\nHelp\r\n"


def test_messages_are_listed_in_pages(caller: Caller) -> None:
    """Each page of messages has the cursor of the next one, which is null on the last page."""
    ids = [caller.send() for _ in range(3)]

    first = get(caller, "/messages?limit=2")
    last = get(caller, f"/messages?limit=2&cursor={first['next']}")

    assert [each["message_id"] for each in first["messages"] + last["messages"]] == ids
    assert last["next"] is None
    assert first["messages"][0] | {"subject": "Hello", "sender": "shop@example.com"} == first["messages"][0]
    assert first["messages"][0]["to"] == ["ada@example.net"]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("subject=Hello", 1),
        ("to=ada@example.net", 1),
        ("to=bob@example.net", 0),
        ("tag=campaign", 1),
        ("tag=campaign:spring", 1),
        ("tag=campaign:autumn", 0),
        ("header=Subject:Hello", 1),
        ("outcome=delivered&text=Hi", 1),
    ],
)
def test_messages_are_filtered_as_in_the_outbox(caller: Caller, query: str, number: int) -> None:
    """Messages can be filtered by the outbox's filters; ``name:value`` is a tag or header with a value."""
    caller.send("&Tags.member.1.Name=campaign&Tags.member.1.Value=spring")

    assert len(get(caller, f"/messages?{query}")["messages"]) == number


@pytest.mark.parametrize(
    ("path", "code", "text"),
    [
        ("/messages?subjct=a", "InvalidQuery", "did you mean 'subject'?"),
        ("/messages?where=x", "InvalidQuery", "unknown parameter 'where'"),
        ("/messages?to=a&to=b", "InvalidQuery", "to must appear only once"),
        ("/messages?limit=0", "InvalidQuery", "limit must be a number from 1 to 1000, got '0'"),
        ("/messages?cursor=x", "InvalidQuery", "cursor must be a number"),
        ("/messages?to=%FF", "InvalidQuery", "UTF-8"),
        ("/events?type=Sned", "InvalidFilter", "Sned"),
        ("/received?accepted=maybe", "InvalidFilter", "accepted must be true or false"),
    ],
)
def test_wrong_queries_are_explained(caller: Caller, path: str, code: str, text: str) -> None:
    """A wrong query returns 400 with an error that says what is valid."""
    status, got, message = refusal(caller, "GET", f"/_sesmock{path}")

    assert (status, got) == (400, code)
    assert text in message


def test_a_message_has_its_parts_and_events(caller: Caller) -> None:
    """A message has its text, HTML, headers and events."""
    message = get(caller, f"/messages/{caller.send()}")

    assert (message["text"], message["html"]) == ("Hi", "<p>Hi</p>")
    assert ["Subject", "Hello"] in message["headers"]
    assert [event["type"] for event in message["events"]] == ["Send", "Delivery"]
    assert message["events"][0]["document"]["eventType"] == "Send"


def test_raw_mail_and_attachments_are_downloads(caller: Caller) -> None:
    """Raw mail and attachments have content types that browsers download instead of showing them."""
    path = f"/_sesmock/messages/{caller.send_raw(ATTACHED)}"
    raw, attachment = caller.call("GET", f"{path}/raw"), caller.call("GET", f"{path}/attachments/0")

    assert raw.data.endswith(ATTACHED.encode()[-20:])
    assert raw.content_type == "message/rfc822"
    assert attachment.data.strip() == b"PDF"
    assert attachment.content_type == "application/octet-stream"
    assert attachment.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20b.pdf"
    assert get(caller, "/messages")["messages"][0]["attachments"][0]["file_name"] == "a b.pdf"


@pytest.mark.parametrize(
    "path", ["x", "x/raw", "{id}/attachments/1", "{id}/attachments/-1", "{id}/attachments/..%2F..%2Fetc"]
)
def test_unknown_items_are_404(caller: Caller, path: str) -> None:
    """An unknown message or attachment returns 404, and no path leads to a file."""
    message_id = caller.send_raw(ATTACHED)

    assert refusal(caller, "GET", f"/_sesmock/messages/{path.format(id=message_id)}")[0] == 404


def test_the_api_simulates_recipients(caller: Caller) -> None:
    """The API can open, bounce and complain about a message, with the same events as the message's methods."""
    body = "&Message.Body.Html.Data=" + "<a href='https://example.com/a'>a</a>"
    first, second = caller.send(body.replace("&Message.Body.Html", "&Ignored")), caller.send()

    opened = post(caller, f"/messages/{first}/open")
    post(caller, f"/messages/{first}/complain", {"feedback_type": "abuse"})
    bounced = post(caller, f"/messages/{second}/bounce", {"type": "Transient", "subtype": "MailboxFull"})

    assert opened["type"] == "Open"
    assert bounced["document"]["bounce"]["bounceSubType"] == "MailboxFull"
    assert [each["type"] for each in get(caller, "/events")["events"]][-3:] == ["Open", "Complaint", "Bounce"]
    assert get(caller, "/events?type=Open")["events"][0]["message_id"] == first


def test_a_waiting_message_is_delivered() -> None:
    """With delivery=manual, the API decides when a message arrives."""
    caller = Caller(delivery="manual")
    message_id = caller.send()

    event = post(caller, f"/messages/{message_id}/deliver", {"recipient": "ada@example.net"})

    assert event["type"] == "Delivery"
    assert caller.mock.handle.outbox[0].outcome == "delivered"


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("click", "", "the body must have link"),
        ("click", '{"link": "https://example.org/"}', "link"),
        ("click", '{"link": 1}', "link must be a string, got 1"),
        ("open", '{"agent": "x"}', "unknown member 'agent'"),
        ("open", "[]", "the body must be a JSON object"),
        ("open", "{", "the body must be JSON in UTF-8"),
        # Python's parser accepts NaN, but JSON does not (RFC 8259 §6).
        ("open", "NaN", "the body must be JSON in UTF-8"),
        ("open", '"\\ud800"', "the body must be JSON in UTF-8"),
        ("deliver", "", "wait"),
        ("unsubscribe", "", "unsubscribe"),
        ("unsubscribe", '{"everything": "yes"}', "everything must be a boolean"),
        ("bounce", '{"type": "Never"}', "Never"),
    ],
)
def test_wrong_actions_are_explained(caller: Caller, name: str, body: str, text: str) -> None:
    """A wrong or impossible action returns 400 with an explanation, and creates no event."""
    message_id = caller.send()

    status, _, message = refusal(caller, "POST", f"/_sesmock/messages/{message_id}/{name}", body)

    assert status == 400
    assert text in message
    assert len(caller.mock.handle.events) == 2


def test_refused_sends_are_listed(caller: Caller) -> None:
    """A send from an unverified address is listed with SES's error."""
    caller.call(
        "POST",
        "/",
        "Action=SendEmail&Source=a@example.org&Destination.ToAddresses.member.1=b@example.net"
        "&Message.Subject.Data=Hello&Message.Body.Text.Data=Hi",
    )

    [rejected] = get(caller, "/rejected?code=MessageRejected")["rejected"]

    assert (rejected["operation"], rejected["status"], rejected["to"]) == (
        "SendEmail",
        400,
        ["b@example.net"],
    )


def test_mail_is_received(caller: Caller) -> None:
    """Incoming mail can be posted as raw mail or in JSON, and without receipt rules, SES refuses it."""
    headers = {"Content-Type": "message/rfc822"}
    raw = caller.call(
        "POST", "/_sesmock/receive?recipients=help@example.com&tls=true", INCOMING, headers=headers
    )
    by_text = post(caller, "/receive", {"raw": INCOMING, "source": "ada@example.net"})
    by_base64 = post(
        caller,
        "/receive",
        # The base64 of a From header and the body "H".
        {"raw_base64": "RnJvbTogYUBleGFtcGxlLm5ldA0KDQpI", "recipients": ["b@example.com"]},
    )

    bare = caller.call("POST", "/_sesmock/receive", INCOMING, headers=headers)

    assert raw.get_json()["subject"] == bare.get_json()["subject"] == by_text["subject"] == "Help"
    assert by_base64["recipients"] == ["b@example.com"]
    assert len(get(caller, "/received?accepted=false")["received"]) == 4


@pytest.mark.parametrize(
    ("body", "headers", "text"),
    [
        ("{}", {}, "either raw or raw_base64"),
        ('{"raw": "a", "raw_base64": "YQ=="}', {}, "either raw or raw_base64"),
        ('{"raw_base64": "?"}', {}, "raw_base64 must be base64"),
        ('{"raw": "a", "recipients": "b@example.com"}', {}, "recipients must be an array of strings"),
        (dump({"raw": INCOMING, "spam": "MAYBE"}), {}, "MAYBE"),
        (dump({"raw": INCOMING, "account_id": "1"}), {}, "account_id must be a string of 12 digits"),
    ],
)
def test_invalid_mail_is_refused(caller: Caller, body: str, headers: dict[str, str], text: str) -> None:
    """Incoming mail with a missing, ambiguous or invalid member returns 400, and nothing is received."""
    status, _, message = refusal(caller, "POST", "/_sesmock/receive", body, headers=headers)

    assert status == 400
    assert text in message
    assert len(caller.mock.handle.received) == 0


def test_identities_are_verified() -> None:
    """The API verifies an identity that does not exist yet, and refuses an invalid one."""
    caller = Caller(verification="manual")

    post(caller, "/verify", {"identity": "example.org"})

    assert "example.org" in caller.mock.handle.account.identities
    assert refusal(caller, "POST", "/_sesmock/verify", '{"identity": "no address"}')[1] == "InvalidIdentity"


def test_a_reset_starts_over() -> None:
    """A reset deletes sent, refused and created items, and restores the resources of the options."""
    caller = Caller(configuration_sets=["main"], templates={"hi": {"Subject": "Hi", "Text": "Hi"}})
    caller.send("&ConfigurationSetName=main")
    caller.call("POST", "/v2/email/identities", '{"EmailIdentity": "example.org"}')

    post(caller, "/reset")

    assert (
        len(caller.mock.handle.outbox) == len(caller.mock.handle.calls) == len(caller.mock.handle.events) == 0
    )
    assert list(caller.mock.handle.account.identities) == ["example.com"]
    assert caller.send("&ConfigurationSetName=main")


def test_a_reset_without_resources_starts_over(caller: Caller) -> None:
    """A mock without initial resources can be reset, too."""
    caller.send()

    post(caller, "/reset")

    assert len(caller.mock.handle.outbox) == 0


def test_messages_can_be_deleted(caller: Caller) -> None:
    """Deleting all messages also deletes their events, but keeps identities."""
    caller.send()

    assert caller.call("DELETE", "/_sesmock/messages").status_code == 204
    assert get(caller, "/messages") == {"messages": [], "next": None}
    assert get(caller, "/events")["events"] == []
    assert caller.send()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_sesmock/nothing", 404),
        ("GET", "/_sesmock", 404),
        ("GET", "/_aws", 404),
        ("GET", "/_aws/sns", 404),
        ("PUT", "/_sesmock/messages", 405),
        ("GET", "/_sesmock/reset", 405),
    ],
)
def test_unknown_paths_and_methods_are_errors(caller: Caller, method: str, path: str, status: int) -> None:
    """An unknown path returns 404, and an unsupported method 405."""
    assert caller.call(method, path).status_code == status


def test_head_responses_have_no_body(caller: Caller) -> None:
    """A HEAD request returns the response of GET without the body."""
    response = caller.call("HEAD", "/_sesmock/messages")

    assert (response.status_code, response.data) == (200, b"")


def test_the_description_is_served(caller: Caller) -> None:
    """The description of the API is OpenAPI 3.1, and has each operation once."""
    document = get(caller, "/openapi.json")
    names = [each["operationId"] for path in document["paths"].values() for each in path.values()]

    assert document == json.loads(json.dumps(build_document()))
    assert document["openapi"] == "3.1.0"
    assert len(names) == len(set(names)) == 23


def test_several_processes_are_refused(caller: Caller) -> None:
    """Several processes of gunicorn would have separate mail, so they are refused."""
    status, _, message = refusal(caller, "GET", "/", **{"wsgi.multiprocess": True})

    assert status == 503
    assert "--workers 1" in message


def test_the_front_page_links_to_the_api(caller: Caller) -> None:
    """The front page has the path of the messages in the API."""
    assert caller.call("GET", "/").get_json()["messages"] == "/_sesmock/messages"
    assert JsonApi.serves("/_sesmock/messages")
    assert caller.call("GET", URL).status_code == 200
