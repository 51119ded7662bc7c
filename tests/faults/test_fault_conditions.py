"""Which calls a fault of `ses_mock.fail` affects."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

from tests import sending
from tests.faults.clients_without_retries import ADDRESS, ONCE, send
from tests.refusals import refusal_with_status

if TYPE_CHECKING:
    from sesmock import SesMock


@pytest.mark.parametrize("operation", ["SendEmail", "send_email", "Send*", "*", ["GetAccount", "SendEmail"]])
def test_operations_can_be_names_patterns_or_lists(ses_mock: SesMock, operation: str | list[str]) -> None:
    """The operation of a fault can be a name in either spelling, a pattern, or a list of names."""
    ses_mock.fail(operation, "MessageRejected")

    assert refusal_with_status(send)[1] == "MessageRejected"


def test_names_can_come_from_a_generator(ses_mock: SesMock) -> None:
    """Operations and APIs can be any iterable, including a generator, which can be read only once."""
    fault = ses_mock.fail(
        (name for name in ("GetAccount", "SendEmail")), "MessageRejected", api=iter(["sesv2"])
    )

    assert refusal_with_status(send)[1] == "MessageRejected"
    assert repr(fault).startswith(
        "<ses_mock.fail(['GetAccount', 'SendEmail'], 'MessageRejected', api=['sesv2'])"
    )


def test_other_calls_pass(ses_mock: SesMock) -> None:
    """A fault does not affect calls that differ in one condition, and its representation says that it never hit."""
    faults = [
        ses_mock.fail("GetAccount", "Throttling"),
        ses_mock.fail("SendEmail", "Throttling", api="ses"),
        ses_mock.fail("SendEmail", "Throttling", api=["ses", "pinpoint-email"]),
        ses_mock.fail("SendEmail", "Throttling", account_id="210987654321"),
        ses_mock.fail("SendEmail", "Throttling", region="eu-west-1"),
        ses_mock.fail("SendEmail", "Throttling", access_key="AKIAOTHER"),
        ses_mock.fail("SendEmail", "Throttling", where=lambda call: "b@example.net" in str(call.params)),
        ses_mock.fail("SendEmail", "Throttling", to="b@example.net"),
    ]
    send()

    assert all(fault.hits == 0 and "never hit" in repr(fault) for fault in faults)


def test_matching_calls_fail(ses_mock: SesMock) -> None:
    """A call that meets all conditions of a fault fails."""
    ses_mock.accounts.bind("AKIAOTHER", "210987654321")
    fault = ses_mock.fail(
        "SendEmail",
        "Throttling",
        api="ses",
        account_id="210987654321",
        region="eu-west-1",
        access_key="AKIAOTHER",
        where=lambda call: call.params["Source"] == "shop@example.com",
        to="*@EXAMPLE.net",
    )
    client = {"region_name": "eu-west-1", "aws_access_key_id": "AKIAOTHER", "aws_secret_access_key": "x"}

    assert refusal_with_status(send, "ses", **client)[1] == "Throttling"
    assert fault.hits == 1


@pytest.mark.parametrize("destinations", [(), (ADDRESS,)])
def test_recipients_of_raw_mail_come_from_its_header(
    ses_mock: SesMock, destinations: tuple[str, ...]
) -> None:
    """The recipients of raw mail come from its header if the call has none."""
    fault = ses_mock.fail("SendRawEmail", "MessageRejected", to=ADDRESS)
    ses = boto3.client("ses")
    raw = b"From: shop@example.com\nTo: Ada <ada@example.net>\nSubject: Hello\n\nHi"
    refusal_with_status(ses.send_raw_email, RawMessage={"Data": raw}, Destinations=list(destinations))
    ses.send_raw_email(RawMessage={"Data": raw.replace(b"ada@", b"bob@")})

    assert fault.hits == 1


def test_a_predicate_can_call_ses(ses_mock: SesMock) -> None:
    """A predicate can call SES, even from another thread, since it runs without the lock of the mock."""

    def busy(call: Any) -> bool:
        if call.operation != "SendEmail":
            return False
        with ThreadPoolExecutor(1) as pool:
            account = pool.submit(boto3.client("sesv2").get_account).result(timeout=10)
        return float(account["SendQuota"]["SentLast24Hours"]) >= 1

    ses_mock.fail("*", "Throttling", where=busy)
    send()

    assert refusal_with_status(send)[1] == "TooManyRequestsException"


def test_the_exception_of_a_predicate_reaches_the_caller(ses_mock: SesMock) -> None:
    """An exception that a predicate raises reaches the caller unchanged, and botocore does not retry the call."""
    calls = []

    def where(call: Any) -> bool:
        calls.append(call)
        raise exceptions.EndpointConnectionError(endpoint_url="the predicate")

    ses_mock.fail("*", "Throttling", where=where)
    with pytest.raises(exceptions.EndpointConnectionError, match="the predicate"):
        send(config=Config())

    assert len(calls) == 1
    assert len(ses_mock.outbox) == 0


def test_times_and_after_count_requests(ses_mock: SesMock) -> None:
    """With ``after=1`` and ``times=2``, the first request succeeds, the next two fail, and later ones succeed."""
    fault = ses_mock.fail("SendEmail", "MessageRejected", after=1, times=2)
    send()
    codes = [refusal_with_status(send)[1] for _ in range(2)]
    send()

    assert codes == ["MessageRejected"] * 2
    assert fault.hits == 2
    assert len(ses_mock.outbox) == 2
    assert repr(fault) == "<ses_mock.fail('SendEmail', 'MessageRejected', times=2, after=1): hit 2 times>"


def test_times_is_exact_with_many_threads(ses_mock: SesMock) -> None:
    """With ``times=20``, exactly 20 requests fail, however many threads make them."""
    fault = ses_mock.fail("SendEmail", "MessageRejected", times=20)
    sesv2 = boto3.client("sesv2")

    def attempt(number: int) -> bool:
        try:
            sending.send(sesv2, f"{number}@example.net")
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(attempt, range(100)))

    assert sent.count(False) == fault.hits == 20
    assert len(ses_mock.outbox) == 80


def test_the_first_matching_fault_applies(ses_mock: SesMock) -> None:
    """If several faults match, the first one applies until it is used up."""
    ses_mock.fail("SendEmail", "MessageRejected", times=1)
    ses_mock.fail("SendEmail", "LimitExceeded", times=1)
    codes = [refusal_with_status(send)[1] for _ in range(2)]
    send()

    assert codes == ["MessageRejected", "LimitExceededException"]


def test_a_fault_can_be_stopped(ses_mock: SesMock) -> None:
    """A fault ends with its ``with`` block or with `stop`, which can be called twice."""
    with ses_mock.fail("SendEmail", "MessageRejected") as fault:
        refusal_with_status(send)
    send()
    fault.stop()
    other = ses_mock.fail("SendEmail", "MessageRejected")
    other.stop()
    send()

    assert (fault.hits, other.hits) == (1, 0)
    assert repr(fault).endswith("hit once>")


def test_a_recipient_selects_verification_mail(ses_mock: SesMock) -> None:
    """A fault for a recipient also fails verification mail to that address."""
    ses_mock.fail("SendCustomVerificationEmail", "MessageRejected", to="new@example.org")
    client = boto3.client("sesv2", config=ONCE)

    assert (
        refusal_with_status(
            client.send_custom_verification_email, EmailAddress="new@example.org", TemplateName="x"
        )[1]
        == "MessageRejected"
    )


def test_an_invalid_recipient_is_compared_unchanged(ses_mock: SesMock) -> None:
    """A fault for a recipient also matches an invalid address, which is compared as it is."""
    ses_mock.fail("SendEmail", "Throttling", to="no address*")

    assert refusal_with_status(send, "sesv2", "no address at all")[1] == "TooManyRequestsException"
