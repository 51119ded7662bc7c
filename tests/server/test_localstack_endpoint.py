"""The endpoint with the format of LocalStack's."""

from __future__ import annotations

import json

from tests.server.clients import Caller, dump
from tests.server.json_calls import ATTACHED


def test_localstacks_endpoint_has_its_fields(caller: Caller) -> None:
    """A message at LocalStack's endpoint has the same fields as in LocalStack."""
    message_id = caller.send()
    raw_id = caller.send_raw(ATTACHED)

    [message] = caller.call("GET", f"/_aws/ses?id={message_id}").get_json()["messages"]
    [raw] = caller.call("GET", f"/_aws/ses?id={raw_id}&email=shop@example.com").get_json()["messages"]

    assert (
        message
        | {
            "Id": message_id,
            "Region": "us-east-1",
            "Source": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net"], "CcAddresses": [], "BccAddresses": []},
            "Subject": "Hello",
            "Body": {"text_part": "Hi", "html_part": "<p>Hi</p>"},
        }
        == message
    )
    assert "Subject: Bill" in raw["RawData"]
    assert caller.call("GET", "/_aws/ses?email=other@example.com").get_json() == {"messages": []}


def test_localstacks_endpoint_shows_templates(caller: Caller) -> None:
    """At LocalStack's endpoint, a templated message has the template's name and the original data."""
    caller.call(
        "POST",
        "/v2/email/templates",
        dump({"TemplateName": "hi", "TemplateContent": {"Subject": "Hi {{a}}", "Text": "Hi"}}),
    )
    fields = "Action=SendTemplatedEmail&Source=a@example.com&Destination.ToAddresses.member.1=b@example.net"
    caller.call("POST", "/", fields + '&Template=hi&TemplateData={"a": "b"}')

    [message] = caller.call("GET", "/_aws/ses").get_json()["messages"]

    assert (message["Template"], json.loads(message["TemplateData"])) == ("hi", {"a": "b"})


def test_localstacks_endpoint_deletes_messages(caller: Caller) -> None:
    """DELETE at LocalStack's endpoint removes the message with an id, or all messages."""
    first, second = caller.send(), caller.send()

    assert caller.call("DELETE", f"/_aws/ses?id={first}").status_code == 204
    assert [message.message_id for message in caller.mock.handle.outbox] == [second]
    assert caller.call("DELETE", f"/_aws/ses?id={first}").status_code == 404
    assert caller.call("DELETE", "/_aws/ses").status_code == 204
    assert len(caller.mock.handle.outbox) == 0
