"""The mail of the inbox: its rows, its pages and single items."""

from __future__ import annotations

import pytest

from tests.server.inbox.inboxes import INCOMING, InboxCaller
from tests.server.json_calls import ATTACHED

BULK = {
    "FromEmailAddress": "shop@example.com",
    "DefaultContent": {
        "Template": {"TemplateContent": {"Subject": "Hi", "Text": "Hi"}, "TemplateData": "{}"}
    },
    "BulkEmailEntries": [
        {"Destination": {"ToAddresses": ["ada@example.net"]}},
        {"Destination": {"ToAddresses": ["not an address"]}},
    ],
}


@pytest.fixture
def caller() -> InboxCaller:
    """Return a client of a new mock."""
    return InboxCaller()


def test_rows_are_newest_first(caller: InboxCaller) -> None:
    """A row has a summary of its message, and the newest message comes first."""
    first = caller.send("&Tags.member.1.Name=campaign&Tags.member.1.Value=spring")
    second = caller.send()
    page = caller.get("/mail")

    assert [row["id"] for row in page["items"]] == [second, first]
    assert page["counts"] == {"all": 2, "sent": 2, "unrendered": 0, "notice": 0, "received": 0, "refused": 0}
    assert page["items"][1] | {"at": None} == {
        "id": first,
        "kind": "sent",
        "from": "shop@example.com",
        "to": ["ada@example.net"],
        "others": 0,
        "subject": "Hello",
        "preview": "Hi",
        "at": None,
        "place": "123456789012 us-east-1",
        "attachments": 0,
        "states": ["delivered"],
        "tags": ["campaign=spring"],
    }


def test_pages_continue_while_mail_arrives(caller: InboxCaller) -> None:
    """A cursor stays valid when newer mail arrives, and newer mail can be requested separately."""
    ids = [caller.send() for _ in range(5)]
    first = caller.get("/mail?limit=2")
    newer = caller.send()
    second = caller.get(f"/mail?limit=2&before={first['next']}")
    last = caller.get(f"/mail?limit=2&before={second['next']}")
    later = caller.get(f"/mail?newer_than={first['end']}")

    rows = [row["id"] for page in (first, second, last) for row in page["items"]]
    assert rows == ids[::-1]
    assert last["next"] is None
    assert ([row["id"] for row in later["items"]], later["next"]) == ([newer], None)


def test_an_empty_inbox_has_no_rows(caller: InboxCaller) -> None:
    """Without mail, the list has no rows and no next page."""
    page = caller.get("/mail")

    assert (page["items"], page["next"], page["total"], page["regions"]) == ([], None, 0, 0)


def test_states_come_from_outcomes_and_events(caller: InboxCaller) -> None:
    """A row shows each outcome and each kind of engagement once."""
    message_id = caller.send()
    for _ in range(2):
        caller.act(message_id, "open")
    caller.act(message_id, "complain")
    row = next(row for row in caller.get("/mail")["items"] if row["kind"] == "sent")

    assert row["states"] == ["complained", "opened"]


def test_long_lists_of_recipients_are_truncated(caller: InboxCaller) -> None:
    """A row shows five recipients, and the number of the others."""
    caller.send("".join(f"&Destination.ToAddresses.member.{n}=a{n}@example.net" for n in range(2, 9)))
    row = caller.get("/mail")["items"][0]

    assert (len(row["to"]), row["others"]) == (5, 3)


def test_refused_sends_are_listed_among_the_mail(caller: InboxCaller) -> None:
    """Refused calls and sent mail are listed in the order of their calls, even if they have the same time."""
    with caller.mock.world.clock.hold(1_800_000_000.0):
        caller.refuse()
        caller.send()
        caller.refuse()
        caller.send()

    assert [row["kind"] for row in caller.get("/mail")["items"]] == ["sent", "refused", "sent", "refused"]


def test_a_refused_send_is_shown_with_its_parameters(caller: InboxCaller) -> None:
    """A refused send has its call and parameters, but no raw mail."""
    caller.refuse()
    refusal = caller.get("/mail/refused-0")["refusal"]

    assert refusal["call"] == "ses SendEmail"
    assert "eve@other.example" in refusal["params"]
    assert caller.get("/mail/refused-0/raw", 404)["message"] == "a refused send has no mail"


def test_refused_entries_of_a_bulk_send_are_listed(caller: InboxCaller) -> None:
    """An entry of a bulk send that SES refused has its own row."""
    caller.operate("POST", "/outbound-bulk-emails", BULK)
    rows = {row["kind"]: row for row in caller.get("/mail")["items"]}

    assert rows["refused"]["to"] == ["not an address"]
    assert rows["sent"]["to"] == ["ada@example.net"]


def test_refused_sends_keep_their_ids(caller: InboxCaller) -> None:
    """The id of a refused entry stays the same when more calls are refused."""
    caller.operate("POST", "/outbound-bulk-emails", BULK)
    [entry] = [row["id"] for row in caller.find("is:refused")]
    before = caller.get(f"/mail/{entry}")
    caller.refuse()

    assert caller.get(f"/mail/{entry}") == before
    assert [row["id"] for row in caller.find("is:refused")] == ["refused-0", entry]


def test_received_mail_says_whether_it_was_accepted(caller: InboxCaller) -> None:
    """The row of received mail that no rule matches says that it was not accepted."""
    caller.receive()
    [row] = caller.get("/mail")["items"]
    item = caller.get(f"/mail/{row['id']}")

    assert (row["kind"], row["states"], row["subject"]) == ("received", ["not accepted"], "Help me")
    assert item["mail"]["reply"].startswith("550")


def test_an_unrendered_mail_has_its_error(caller: InboxCaller) -> None:
    """Mail that could not be rendered has its own state, and its page has SES's error."""
    caller.operate(
        "POST",
        "/outbound-emails",
        {
            "FromEmailAddress": "shop@example.com",
            "Destination": {"ToAddresses": ["ada@example.net"]},
            "Content": {
                "Template": {"TemplateContent": {"Subject": "{{name}}", "Text": "x"}, "TemplateData": "{}"}
            },
        },
    )
    [row] = caller.get("/mail")["items"]

    assert (row["kind"], row["states"]) == ("unrendered", ["not rendered"])
    assert "name" in caller.get(f"/mail/{row['id']}")["mail"]["error"]


def test_a_message_has_its_subject_and_attachments(caller: InboxCaller) -> None:
    """A message has its subject and its attachments, with URLs for download."""
    message_id = caller.send_raw(ATTACHED)
    item = caller.get(f"/mail/{message_id}")
    [attachment] = item["mail"]["attachments"]
    content = caller.call("GET", attachment["url"])

    assert (item["kind"], item["mail"]["subject"]) == ("sent", "Bill")
    assert content.data.strip() == b"PDF"
    assert content.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20b.pdf"


def test_links_are_the_original_ones(caller: InboxCaller) -> None:
    """The links of a message are the original ones, without SES's tracking."""
    message_id = caller.send_raw(
        "From: shop@example.com\r\nTo: ada@example.net\r\n\r\nhttps://example.com/a\r\n"
    )

    assert caller.get(f"/mail/{message_id}")["links"] == ["https://example.com/a"]


def test_the_source_of_any_mail_can_be_downloaded(caller: InboxCaller) -> None:
    """The raw source can be downloaded for received mail as well as for sent mail."""
    received = caller.receive()
    response = caller.call("GET", f"/_sesmock/inbox/mail/{received['message_id']}/raw")

    assert response.content_type == "message/rfc822"
    assert response.data.endswith(INCOMING.encode()[-20:])


@pytest.mark.parametrize("path", ["x", "x/raw", "x/attachments/0", "{id}/attachments/1"])
def test_unknown_mail_is_404(caller: InboxCaller, path: str) -> None:
    """An unknown message or attachment returns 404."""
    message_id = caller.send_raw(ATTACHED)

    assert caller.get(f"/mail/{path.format(id=message_id)}", 404)["code"] == "NotFound"


@pytest.mark.parametrize(
    "path",
    [
        "/mail?subject=a",
        "/mail?limit=0",
        "/mail?limit=501",
        "/mail?before=x",
        "/complete?text=a",
        "/mail/{id}/attachments/x",
        "/frame?x=1",
        "/account?x=1",
        "/resources/identities?x=1",
    ],
)
def test_invalid_requests_are_400(caller: InboxCaller, path: str) -> None:
    """An unknown parameter, or one out of range, is refused."""
    message_id = caller.send_raw(ATTACHED)

    assert caller.get(path.format(id=message_id), 400)["code"] == "InvalidQuery"
