"""Faults of `ses_mock.fail` that affect a bulk send or some of its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import exceptions

from tests.faults.clients_without_retries import ONCE, send
from tests.refusals import refusal_with_status

if TYPE_CHECKING:
    from sesmock import SesMock


def send_bulk(api: str, count: int = 3) -> list[tuple[str, str | None]]:
    """Send a template to several recipients in one call; return the status and error of each entry."""
    boto3.client("ses").create_template(
        Template={"TemplateName": "hi", "SubjectPart": "Hi", "TextPart": "Hi"}
    )
    client: Any = boto3.client(api, config=ONCE)
    entries = [{"Destination": {"ToAddresses": [f"{number}@example.net"]}} for number in range(count)]
    if api == "ses":
        response = client.send_bulk_templated_email(
            Source="shop@example.com", Template="hi", DefaultTemplateData="{}", Destinations=entries
        )["Status"]
    else:
        response = client.send_bulk_email(
            FromEmailAddress="shop@example.com",
            DefaultContent={"Template": {"TemplateName": "hi", "TemplateData": "{}"}},
            BulkEmailEntries=entries,
        )["BulkEmailEntryResults"]
    return [(entry["Status"], entry.get("Error")) for entry in response]


@pytest.mark.parametrize(
    ("name", "v1", "v2"),
    [
        ("MessageRejected", "MessageRejected", "MESSAGE_REJECTED"),
        ("Throttling", "AccountThrottled", "ACCOUNT_THROTTLED"),
        ("AccountDailyQuotaExceeded", "AccountDailyQuotaExceeded", "ACCOUNT_DAILY_QUOTA_EXCEEDED"),
        ("TRANSIENT_FAILURE", "TransientFailure", "TRANSIENT_FAILURE"),
        ("InternalFailure", "TransientFailure", "TRANSIENT_FAILURE"),
        ("ServiceUnavailable", "TransientFailure", "TRANSIENT_FAILURE"),
        ("BadRequestException", "InvalidParameterValue", "INVALID_PARAMETER"),
        ("NotFoundException", "TemplateDoesNotExist", "TEMPLATE_NOT_FOUND"),
        ("ConfigurationSetDoesNotExist", "ConfigurationSetDoesNotExist", "CONFIGURATION_SET_NOT_FOUND"),
        ("SendingPausedException", "AccountSendingPaused", "ACCOUNT_SENDING_PAUSED"),
        ("ConflictException", "Failed", "FAILED"),
        ("InvalidTemplate", "InvalidParameterValue", "INVALID_PARAMETER"),
        ("AccountSuspendedException", "AccountSuspended", "ACCOUNT_SUSPENDED"),
        ("ThrottlingException", "AccountThrottled", "ACCOUNT_THROTTLED"),
        ("InvalidSendingPoolName", "InvalidSendingPoolName", "INVALID_SENDING_POOL_NAME"),
    ],
)
@pytest.mark.parametrize("by", [{"entry": 1}, {"to": "1@example.net"}], ids=["position", "recipient"])
@pytest.mark.parametrize("api", ["ses", "sesv2"])
def test_one_entry_of_a_bulk_send_can_fail(
    ses_mock: SesMock, name: str, v1: str, v2: str, by: dict[str, Any], api: str
) -> None:
    """A fault can fail one entry of a bulk send; the other entries are sent, and results keep their order."""
    # The codes of entries: sending.md §6.
    fault = ses_mock.fail("SendBulk*", name, **by)
    results = send_bulk(api)

    success, failed = ("Success", v1) if api == "ses" else ("SUCCESS", v2)
    assert [status for status, _ in results] == [success, failed, success]
    assert [bool(error) for _, error in results] == [False, True, False]
    assert [message.to[0] for message in ses_mock.outbox] == ["0@example.net", "2@example.net"]
    assert fault.hits == 1
    assert fault.calls[0].answer is not None


def test_a_failed_entry_has_a_message(ses_mock: SesMock) -> None:
    """A failed entry has the test's message, or else SES's."""
    ses_mock.fail("SendBulkEmail", "ACCOUNT_DAILY_QUOTA_EXCEEDED", entry=0)
    ses_mock.fail("SendBulkEmail", "Throttling", entry=1)
    ses_mock.fail("SendBulkEmail", "Failed", entry=2, message="Out of paper")

    assert [error for _, error in send_bulk("sesv2")] == [
        "Daily message quota exceeded.",
        "Maximum sending rate exceeded.",
        "Out of paper",
    ]
    assert len(ses_mock.outbox) == 0


def test_a_recipient_selects_sends_and_entries(ses_mock: SesMock) -> None:
    """A fault for a recipient fails that recipient's entry of a bulk send, and single sends to it."""
    fault = ses_mock.fail("Send*", "MessageRejected", to="1@example.net")
    statuses = [status for status, _ in send_bulk("sesv2")]
    code = refusal_with_status(send, "sesv2", "1@example.net")[1]
    send("sesv2", "2@example.net")

    assert statuses == ["SUCCESS", "MESSAGE_REJECTED", "SUCCESS"]
    assert code == "MessageRejected"
    assert fault.hits == 2


def test_missing_entries_do_not_match(ses_mock: SesMock) -> None:
    """A fault for an entry does not affect a call that has fewer entries, or none."""
    fault = ses_mock.fail("Send*", "MessageRejected", entry=3)
    send_bulk("ses")
    send()

    assert fault.hits == 0
    assert len(ses_mock.outbox) == 4


def test_a_status_of_entries_applies_only_to_bulk_sends(ses_mock: SesMock) -> None:
    """A code that only an entry can have, such as TransientFailure, never fails a single send."""
    fault = ses_mock.fail("*", "TransientFailure", to="1@example.net")
    send("sesv2", "1@example.net")
    send_bulk("ses")

    assert (fault.hits, len(ses_mock.outbox)) == (1, 3)


def test_a_bulk_send_can_fail_as_a_whole(ses_mock: SesMock) -> None:
    """A fault without an entry or recipient fails a bulk send as a whole, and so does any network fault."""
    with ses_mock.fail("SendBulkEmail", "MessageRejected"):
        assert refusal_with_status(send_bulk, "sesv2")[1] == "MessageRejected"
    ses_mock.fail("SendBulkEmail", "ConnectionClosedError", to="2@example.net")
    boto3.client("ses").delete_template(TemplateName="hi")
    with pytest.raises(exceptions.ConnectionClosedError):
        send_bulk("sesv2")

    assert len(ses_mock.outbox) == 0


def test_a_failure_lists_failed_entries(ses_mock: SesMock) -> None:
    """A failed assertion lists the failed entry of a bulk send, and says that the test itself made it fail."""
    ses_mock.fail("SendBulkEmail", "MessageRejected", entry=1)
    send_bulk("sesv2")
    with pytest.raises(AssertionError) as caught:
        ses_mock.outbox.one(to="1@example.net")

    assert "sesv2 SendBulkEmail  to 1@example.net  MESSAGE_REJECTED: The message can't be sent" in str(
        caught.value
    )
    assert (
        "the test itself caused a failure: ses_mock.fail('SendBulkEmail', 'MessageRejected', entry=1)"
        in str(caught.value)
    )
