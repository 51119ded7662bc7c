"""Entries of a bulk send, which have their own messages, data, tags and errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.backends.sending.bulk_sends import (
    BOTH,
    DEFAULTS,
    PARTS,
    destination,
    list_statuses,
    name_value,
    send_by_v1,
    send_by_v2,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Send = Callable[..., list[Any]]

pytestmark = pytest.mark.usefixtures("news")


@BOTH
def test_each_destination_gets_its_own_message(mocked: SesMock, send: Send) -> None:
    """Each destination gets its own message, with IDs in the order of the entries."""
    results = send(
        [
            {"to": destination("ada@example.net")},
            {"to": destination("bob@example.net"), "data": '{"name": "Bob"}'},
        ]
    )
    ada, bob = mocked.outbox

    assert [result["MessageId"] for result in results] == [ada.message_id, bob.message_id]
    assert (ada.subject, ada.text) == ("Hello, you", "Tea & Cake, Oslo: a b ")
    assert (bob.subject, bob.to, bob.template and bob.template.name) == (
        "Hello, Bob",
        ("bob@example.net",),
        "news",
    )
    assert ada.call is bob.call is mocked.calls[-1]
    assert ada.operation == mocked.calls[-1].operation
    assert mocked.account.sent_last_24_hours == 2


@BOTH
def test_replacement_data_is_merged_key_by_key(mocked: SesMock, send: Send) -> None:
    """Objects are merged at every depth, and lists and scalars replace the default value."""
    data = {"shop": {"city": "Rome", "owner": {"name": "Eve"}}, "items": ["c"], "name": {"is": "odd"}}
    send([{"data": json.dumps(data)}, {"data": "{}"}])
    first, second = mocked.outbox

    assert first.template is not None
    assert first.template.data == {
        "name": {"is": "odd"},
        "shop": {"name": "Tea & Cake", "city": "Rome", "owner": {"name": "Eve"}},
        "items": ["c"],
    }
    assert first.text == "Tea & Cake, Rome: c "
    assert second.template is not None
    assert second.template.data == DEFAULTS


@BOTH
def test_replacement_tags_replace_defaults_of_the_same_name(mocked: SesMock, send: Send) -> None:
    """Replacement tags replace default tags with the same name, and names are case-sensitive."""
    send(
        [{"tags": [name_value("team", "b"), name_value("Kind", "y")]}, {}],
        tags=[name_value("team", "a"), name_value("kind", "x")],
    )

    assert [message.tags for message in mocked.outbox] == [
        {"kind": "x", "team": "b", "Kind": "y"},
        {"team": "a", "kind": "x"},
    ]


def test_v2_replacement_headers_replace_defaults_of_the_same_name(mocked: SesMock) -> None:
    """Replacement headers replace default headers of the same name, ignoring case; all messages have attachments."""
    attachment = {"FileName": "a.txt", "RawContent": b"x"}
    headers = [name_value("X-Campaign", "spring"), name_value("X-Kept", "yes")]
    send_by_v2(
        [{"headers": [name_value("x-campaign", "summer"), name_value("X-New", "1")]}, {}],
        template={"TemplateName": "news", "Headers": headers, "Attachments": [attachment]},
    )
    first, second = mocked.outbox

    assert first.headers.get_all("X-Campaign") == ["summer"]
    assert (first.headers["X-Kept"], first.headers["X-New"]) == ("yes", "1")
    assert (second.headers["X-Campaign"], "X-New" in second.headers) == ("spring", False)
    assert [part.file_name for message in mocked.outbox for part in message.attachments] == ["a.txt", "a.txt"]


@pytest.mark.parametrize(
    ("entry", "v1_status", "v2_status", "error"),
    [
        (
            {"to": destination("nope")},
            "InvalidParameterValue",
            "INVALID_PARAMETER",
            "Missing final '@domain'",
        ),
        (
            {"to": {"ToAddresses": []}},
            "InvalidParameterValue",
            "INVALID_PARAMETER",
            "There are no recipients specified.",
        ),
        (
            {"to": destination(*[f"{number}@example.net" for number in range(51)])},
            "InvalidParameterValue",
            "INVALID_PARAMETER",
            "Recipient count exceeds 50.",
        ),
        (
            {"to": destination(f"{'x' * 320}@example.net")},
            "InvalidParameterValue",
            "INVALID_PARAMETER",
            f"Address length is more than 320 characters long: '{'x' * 320}@example.net'.",
        ),
    ],
    ids=["malformed", "none", "51", "long"],
)
def test_invalid_recipients_fail_their_own_entry(
    mocked: SesMock, entry: dict[str, Any], v1_status: str, v2_status: str, error: str
) -> None:
    """Invalid recipients fail only their own entry, and the call succeeds."""
    results_by_api = [list_statuses(send([{}, entry, {}])) for send in (send_by_v1, send_by_v2)]

    assert results_by_api == [
        [("Success", None), (v1_status, error), ("Success", None)],
        [("SUCCESS", None), (v2_status, error), ("SUCCESS", None)],
    ]
    assert len(mocked.outbox) == 4


NO_JSON = "Unable to parse template data (invalid JSON)."


@pytest.mark.parametrize("data", ["{", "[1]", "1", "", "[" * 100_000, '{"a":' * 50_000])
def test_invalid_data_fails_its_own_entry(mocked: SesMock, data: str) -> None:
    """Data other than a JSON object fails only its own entry, with each API's text."""
    results_by_api = [list_statuses(send([{"data": data}, {}])) for send in (send_by_v1, send_by_v2)]

    assert results_by_api == [
        [("InvalidParameterValue", "The template data is invalid"), ("Success", None)],
        [("INVALID_PARAMETER", NO_JSON), ("SUCCESS", None)],
    ]
    assert len(mocked.outbox) == 2


def test_invalid_default_data_fails_all_entries(mocked: SesMock) -> None:
    """Invalid default data fails every entry, and the call succeeds."""
    results_by_api = [
        list_statuses(send([{}, {"data": "{}"}], data="nope")) for send in (send_by_v1, send_by_v2)
    ]

    assert results_by_api == [
        [("InvalidParameterValue", "The template data is invalid")] * 2,
        [("INVALID_PARAMETER", NO_JSON)] * 2,
    ]
    assert len(mocked.outbox) == 0


def test_deep_data_is_merged(mocked: SesMock) -> None:
    """Data of any depth that JSON allows is merged."""
    deep = '{"a":' * 900 + "1" + "}" * 900
    send_by_v1([{"data": deep}], data=f'{{"name": "x", "shop": {{}}, "items": [], "a": {deep}}}')

    assert len(mocked.rendering_failures) == 1


@BOTH
def test_an_invalid_reply_to_fails_every_entry(send: Send) -> None:
    """An invalid reply-to address fails every entry."""
    assert [error for _, error in list_statuses(send([{}, {}], ReplyToAddresses=["nope"]))] == [
        "Missing final '@domain'"
    ] * 2


def test_the_quota_can_run_out_within_a_bulk_send(mocked: SesMock) -> None:
    """One message may exceed the quota, and the entries after it fail."""
    mocked.account.max_24_hour_send = 3
    results_by_api = [
        list_statuses(send([{"to": destination("a@example.net", "b@example.net")}] * 3))
        for send in (send_by_v1, send_by_v2)
    ]

    assert results_by_api == [
        [("Success", None)] * 2 + [("AccountDailyQuotaExceeded", "Daily message quota exceeded.")],
        [("ACCOUNT_DAILY_QUOTA_EXCEEDED", "Daily message quota exceeded.")] * 3,
    ]


@pytest.mark.parametrize(
    ("send", "throttled"),
    [(send_by_v1, "AccountThrottled"), (send_by_v2, "ACCOUNT_THROTTLED")],
    ids=["v1", "v2"],
)
def test_the_rate_can_be_exceeded_within_a_bulk_send(send: Send, throttled: str) -> None:
    """With ``enforce_rate``, the entries above the sending rate fail."""
    with mock_ses(identities=["example.com"], enforce_rate=True, isolated=True) as mocked:
        boto3.client("sesv2").create_email_template(TemplateName="news", TemplateContent=PARTS)
        mocked.account.max_send_rate = 1
        results = list_statuses(send([{}] * 40))

    assert (throttled, "Maximum sending rate exceeded.") in results
    assert results[0][1] is None


@pytest.mark.parametrize(
    ("send", "rejected"),
    [(send_by_v1, "MessageRejected"), (send_by_v2, "MESSAGE_REJECTED")],
    ids=["v1", "v2"],
)
def test_unverified_recipients_fail_their_own_entry(mocked: SesMock, send: Send, rejected: str) -> None:
    """In the sandbox, an unverified recipient fails only its own entry."""
    mocked.account.sandbox = True
    results = list_statuses(
        send([{"to": destination("ada@example.com")}, {"to": destination("bob@example.net")}])
    )

    assert results[0][1] is None
    assert results[1] == (
        rejected,
        "Email address is not verified. The following identities failed the check in region US-EAST-1: "
        "bob@example.net",
    )
