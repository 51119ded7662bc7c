"""The faults of `ses_mock.fail`, tested with boto3's clients of the three APIs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import exceptions
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from sesmock import SesMock, mock_ses
from tests import sending
from tests.refusals import refusal_with_status

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "ada@example.net"
# Unlike max_attempts, botocore's total_max_attempts includes the first attempt.
ONCE = Config(retries={"total_max_attempts": 1})
APIS = ("ses", "sesv2", "pinpoint-email")


@pytest.fixture
def ses_mock() -> Iterator[SesMock]:
    """Mock SES with example.com verified, and with retries that do not wait."""
    with mock_ses(identities=["example.com"], retry_sleep=False) as active:
        yield active


def send(api: str = "sesv2", *to: str, config: Config = ONCE, **client: Any) -> str:
    """Send a message with one of the APIs, by default without retries."""
    return sending.send(boto3.client(api, config=config, **client), *to)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "v1", "v2"),
    [
        ("Throttling", (400, "Throttling"), (429, "TooManyRequestsException")),
        ("TooManyRequestsException", (400, "Throttling"), (429, "TooManyRequestsException")),
        ("ThrottlingException", (400, "Throttling"), (400, "ThrottlingException")),
        ("MessageRejected", (400, "MessageRejected"), (400, "MessageRejected")),
        ("TemplateDoesNotExist", (400, "TemplateDoesNotExist"), (404, "NotFoundException")),
        ("TemplateDoesNotExistException", (400, "TemplateDoesNotExist"), (404, "NotFoundException")),
        ("NotFoundException", (400, "ConfigurationSetDoesNotExist"), (404, "NotFoundException")),
        ("AlreadyExistsException", (400, "InvalidParameterValue"), (400, "AlreadyExistsException")),
        ("LimitExceeded", (400, "LimitExceeded"), (400, "LimitExceededException")),
        ("ProductionAccessNotGranted", (400, "ProductionAccessNotGranted"), (400, "MessageRejected")),
        ("RuleDoesNotExist", (400, "RuleDoesNotExist"), (404, "NotFoundException")),
        ("BadRequestException", (400, "InvalidParameterValue"), (400, "BadRequestException")),
        ("ValidationError", (400, "ValidationError"), (400, "BadRequestException")),
        ("SendingPausedException", (400, "AccountSendingPausedException"), (400, "SendingPausedException")),
        (
            "ConfigurationSetSendingPausedException",
            (400, "ConfigurationSetSendingPausedException"),
            (400, "SendingPausedException"),
        ),
        (
            "MailFromDomainNotVerifiedException",
            (400, "MailFromDomainNotVerifiedException"),
            (400, "MailFromDomainNotVerifiedException"),
        ),
        ("AccountSuspendedException", (400, "MessageRejected"), (400, "AccountSuspendedException")),
        (
            "ConcurrentModificationException",
            (500, "InternalFailure"),
            (500, "ConcurrentModificationException"),
        ),
        ("InternalFailure", (500, "InternalFailure"), (500, "InternalFailure")),
        ("ServiceUnavailable", (503, "ServiceUnavailable"), (503, "ServiceUnavailable")),
        ("AccessDenied", (403, "AccessDenied"), (403, "AccessDeniedException")),
        ("InvalidClientTokenId", (403, "InvalidClientTokenId"), (403, "UnrecognizedClientException")),
        ("ExpiredTokenException", (403, "ExpiredToken"), (403, "ExpiredTokenException")),
        ("SignatureDoesNotMatch", (403, "SignatureDoesNotMatch"), (403, "InvalidSignatureException")),
        ("IncompleteSignature", (400, "IncompleteSignature"), (403, "IncompleteSignature")),
        ("OptInRequired", (403, "OptInRequired"), (403, "OptInRequired")),
        ("RequestExpired", (400, "RequestExpired"), (400, "RequestExpired")),
        ("RequestTimeoutException", (408, "RequestTimeoutException"), (408, "RequestTimeoutException")),
        ("InvalidAction", (400, "InvalidAction"), (404, "UnknownOperationException")),
        ("NotAuthorized", (403, "AccessDenied"), (401, "NotAuthorized")),
        ("ValidationException", (400, "ValidationError"), (400, "ValidationException")),
    ],
)
def test_each_api_returns_its_own_code(
    ses_mock: SesMock, name: str, v1: tuple[int, str], v2: tuple[int, str]
) -> None:
    """An error can be specified by the code of any API, and each API returns its own code."""
    # Spec: errors.md §7.
    ses_mock.fail("SendEmail", name)
    errors = [refusal_with_status(send, api) for api in APIS]

    assert [each[:2] for each in errors] == [v1, v2, v2]
    assert all(each[2] and not each[2].startswith("Unknown") for each in errors)
    assert len(ses_mock.outbox) == 0


def test_pinpoint_email_replaces_errors_that_only_sesv2_models(ses_mock: SesMock) -> None:
    """For an error that only SES v2 has, Pinpoint Email returns the most similar of its own errors."""
    ses_mock.fail("SendEmail", "InternalServiceErrorException")

    assert refusal_with_status(send, "sesv2")[:2] == (500, "InternalServiceErrorException")
    assert refusal_with_status(send, "pinpoint-email")[:2] == (500, "InternalFailure")

    ses_mock.fail("*", "ConflictException")
    assert refusal_with_status(boto3.client("pinpoint-email").get_account)[:2] == (400, "BadRequestException")


def test_missing_resources_have_their_own_codes(ses_mock: SesMock) -> None:
    """For a missing resource, SES v1 returns the code for that kind of resource."""
    ses_mock.fail("*", "NotFoundException")
    ses = boto3.client("ses")

    assert refusal_with_status(ses.get_template, TemplateName="x")[1] == "TemplateDoesNotExist"
    assert refusal_with_status(ses.describe_receipt_rule_set, RuleSetName="x")[1] == "RuleSetDoesNotExist"
    assert refusal_with_status(ses.list_identities)[1] == "InvalidParameterValue"


@pytest.mark.parametrize(
    ("code", "operation", "text"),
    [
        ("Throttling", "send", "Maximum sending rate exceeded."),
        ("Throttling", "list", "Rate exceeded"),
        ("AccountSendingPausedException", "send", "Sending paused for this account. For more"),
        ("InvalidClientTokenId", "list", "The security token included in the request is invalid."),
        ("ExpiredToken", "list", "The security token included in the request is expired"),
        ("SignatureDoesNotMatch", "list", "The request signature we calculated does not match the signature"),
        ("AccessDenied", "list", "User is not authorized to perform: ses:ListIdentities"),
        ("InternalFailure", "list", "An internal failure has occurred."),
        ("MessageRejected", "send", "Indicates that the action failed, and the message could not be sent"),
        ("MalformedQueryString", "list", "The request failed with MalformedQueryString."),
    ],
)
def test_the_error_text_comes_from_ses_or_from_the_model(
    ses_mock: SesMock, code: str, operation: str, text: str
) -> None:
    """If the test sets no message, the error has SES's message, or else the description from the model."""
    ses_mock.fail(error=code)
    call = send if operation == "send" else lambda _: boto3.client("ses", config=ONCE).list_identities()

    assert str(refusal_with_status(call, "ses")[2]).startswith(text)


def test_the_exception_class_is_the_modeled_one(ses_mock: SesMock) -> None:
    """Code under test can catch boto3's exception class of the error."""
    sesv2 = boto3.client("sesv2", config=ONCE)
    with (
        ses_mock.fail("GetAccount", "TooManyRequestsException", message="Slow down."),
        pytest.raises(sesv2.exceptions.TooManyRequestsException, match=r"Slow down\."),
    ):
        sesv2.get_account()

    assert sesv2.get_account()["SendingEnabled"] is True


def test_status_and_message_override_those_of_ses(ses_mock: SesMock) -> None:
    """A test can set a status and message that no model contains."""
    ses_mock.fail("SendEmail", "MessageRejected", status=418, message="Teapot")

    assert refusal_with_status(send, "sesv2") == (418, "MessageRejected", "Teapot")
    assert refusal_with_status(send, "ses") == (418, "MessageRejected", "Teapot")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("status", "code"),
    # botocore uses the status as the code if the body is not an error in the format of the API.
    [(500, "InternalFailure"), (502, "502"), (503, "ServiceUnavailable"), (504, "504")],
)
def test_a_status_alone_selects_the_error(ses_mock: SesMock, api: str, status: int, code: str) -> None:
    """Status 500 or 503 selects SES's error with that status, and another status selects a load balancer's page."""
    ses_mock.fail("SendEmail", status=status)

    assert refusal_with_status(send, api)[:2] == (status, code)


def test_status_429_is_throttling(ses_mock: SesMock) -> None:
    """Status 429 selects SES's throttling error."""
    ses_mock.fail("SendEmail", status=429)

    assert [refusal_with_status(send, api)[:2] for api in APIS[:2]] == [
        (429, "Throttling"),
        (429, "TooManyRequestsException"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ConnectionClosedError",
        "SSLError",
        "ProxyConnectionError",
    ],
)
@pytest.mark.parametrize("as_class", [False, True])
def test_network_faults_raise_the_exceptions_of_botocore(
    ses_mock: SesMock, name: str, as_class: bool
) -> None:
    """Network faults raise botocore's exceptions, by name or class, and the journal records them."""
    kind = getattr(exceptions, name)
    fault = ses_mock.fail("SendEmail", kind if as_class else name)
    with pytest.raises(kind, match=r"email\.us-east-1\.amazonaws\.com"):
        send()

    [call] = ses_mock.rejected
    assert (call.error.code, call.error.status, call.error.fault) == (name, None, fault)
    assert len(ses_mock.outbox) == 0


def test_an_exception_of_the_test_is_raised_unchanged(ses_mock: SesMock) -> None:
    """An exception that the test passes to `fail` is raised unchanged instead of a response."""
    error = OSError("the cable is cut")
    ses_mock.fail("SendEmail", error)
    with pytest.raises(OSError, match="the cable is cut") as caught:
        send()

    assert caught.value is error


def test_a_malformed_response_is_truncated(ses_mock: SesMock) -> None:
    """A malformed response is truncated XML, which boto3 rejects, or truncated JSON, which it reads as empty."""
    # For text that is not JSON, botocore's parser returns only a member "message" with that text.
    fault = ses_mock.fail("SendEmail", malformed=True)
    with pytest.raises(ResponseParserError):
        send("ses")

    with pytest.raises(KeyError, match="MessageId"):
        send("sesv2")
    assert fault.hits == 2
    assert len(ses_mock.outbox) == 0


def test_latency_passes_on_the_clock(ses_mock: SesMock) -> None:
    """Latency advances the mock's clock without waiting, and the call succeeds."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", latency=30)
    send()

    # The clock also runs while the call is carried out, so the difference is not exact.
    assert 30 <= ses_mock.clock.time() - before < 31
    assert ses_mock.outbox.one().sent_at.timestamp() - before >= 29.9


@pytest.mark.parametrize("answer_lost", [False, True])
def test_a_late_response_times_out(ses_mock: SesMock, answer_lost: bool) -> None:
    """A response later than the read timeout raises an error, and only with ``answer_lost`` is the message sent."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", latency=90, answer_lost=answer_lost)
    config = Config(retries={"total_max_attempts": 1}, read_timeout=20, connect_timeout=5)
    with pytest.raises(exceptions.ReadTimeoutError):
        send(config=config)

    assert 20 <= ses_mock.clock.time() - before < 21
    assert len(ses_mock.outbox) == answer_lost


def test_an_error_can_have_latency(ses_mock: SesMock) -> None:
    """A fault can combine latency with an error."""
    before = ses_mock.clock.time()
    ses_mock.fail("SendEmail", "ServiceUnavailable", latency=10)

    assert refusal_with_status(send)[1] == "ServiceUnavailable"
    assert ses_mock.clock.time() - before >= 10


def test_a_retry_after_a_lost_response_sends_twice(ses_mock: SesMock) -> None:
    """If the response to a send is lost, botocore's retry sends the message a second time."""
    ses_mock.fail("SendEmail", "ReadTimeoutError", answer_lost=True, times=1)
    send(config=Config())

    [call] = ses_mock.calls
    assert call.attempts == 2
    assert call.error is None
    assert len(ses_mock.outbox) == 2


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("error", ["Throttling", "ServiceUnavailable", "EndpointConnectionError"])
def test_retries_are_attempts_of_one_call(ses_mock: SesMock, mode: Any, api: str, error: str) -> None:
    """In every retry mode, the journal has one call for a request and its retries."""
    fault = ses_mock.fail("SendEmail", error, times=2)
    send(api, config=Config(retries={"mode": mode, "total_max_attempts": 4}))

    [call] = ses_mock.calls
    assert (call.attempts, call.error, fault.hits) == (3, None, 2)
    assert fault.calls == (call,)
    assert len(ses_mock.outbox) == 1


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_the_last_retry_gets_the_last_response(ses_mock: SesMock, mode: Any) -> None:
    """If every retry fails, the caller gets the error of the last one."""
    fault = ses_mock.fail("SendEmail", "Throttling")

    assert (
        refusal_with_status(send, "ses", config=Config(retries={"mode": mode, "total_max_attempts": 3}))[1]
        == "Throttling"
    )
    [call] = ses_mock.rejected
    assert (call.attempts, fault.hits, len(fault.calls)) == (3, 3, 1)


def test_a_failed_call_changes_nothing(ses_mock: SesMock) -> None:
    """A call that fails leaves the world unchanged."""
    ses_mock.fail("*", "InternalFailure")
    sesv2 = boto3.client("sesv2", config=ONCE)
    refusal_with_status(sesv2.create_email_identity, EmailIdentity="new@example.org")
    refusal_with_status(send)

    assert ses_mock.account.sent_last_24_hours == 0
    assert list(ses_mock.account.identities) == ["example.com"]


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


def test_the_repr_of_a_fault_has_its_arguments(ses_mock: SesMock) -> None:
    """The representation of a fault has all arguments of the test, even 0 and an empty string."""
    fault = ses_mock.fail("SendBulk*", "MessageRejected", entry=0, message="")

    assert str(fault) == "ses_mock.fail('SendBulk*', 'MessageRejected', message='', entry=0)"


def test_a_message_can_be_empty(ses_mock: SesMock) -> None:
    """If the test sets an empty message, the error has it instead of SES's message."""
    ses_mock.fail("SendEmail", "MessageRejected", message="")

    assert refusal_with_status(send) == (400, "MessageRejected", "")


def test_the_exception_class_of_a_client_selects_its_error(ses_mock: SesMock) -> None:
    """A fault can be given as an exception class of a boto3 client, and selects the error of each API."""
    ses_mock.fail("*", boto3.client("ses").exceptions.ConfigurationSetDoesNotExistException)

    assert refusal_with_status(send)[:2] == (404, "NotFoundException")
    assert refusal_with_status(boto3.client("ses").get_send_quota)[:2] == (
        400,
        "ConfigurationSetDoesNotExist",
    )


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


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (
            {"operation": "SendEmial", "error": "Throttling"},
            ValueError,
            "'SendEmial'.*did you mean SendEmail",
        ),
        (
            {"operation": "SendRawEmail", "error": "Throttling", "api": "sesv2"},
            ValueError,
            "of sesv2; .*SendEmail",
        ),
        ({"operation": [], "error": "Throttling"}, ValueError, "operation is empty"),
        ({"error": "Throttling", "api": []}, ValueError, "api is empty"),
        ({"error": "Throtling"}, ValueError, "unknown error 'Throtling' of SES; did you mean Throttling"),
        (
            {"error": "Throttling", "api": "sesv3"},
            ValueError,
            "unknown API 'sesv3'; valid names: ses, sesv2, pinpoint",
        ),
        ({"error": "ReadTimeout"}, ValueError, "ReadTimeoutError"),
        ({"error": KeyError}, TypeError, "EndpointConnectionError"),
        ({"error": 503}, TypeError, "pass an error code"),
        ({}, TypeError, "say what goes wrong"),
        ({"message": "x", "latency": 1}, TypeError, "no message"),
        ({"error": "Throttling", "malformed": True}, TypeError, "malformed"),
        ({"error": "ReadTimeoutError", "message": "x"}, TypeError, "without a response"),
        ({"error": "ReadTimeoutError", "status": 500}, TypeError, "without a response"),
        ({"status": 404}, ValueError, "pass the code of the error"),
        ({"status": 502, "message": "x"}, ValueError, "pass the code of the error"),
        ({"error": "Throttling", "times": 0}, ValueError, "times must be >= 1, got 0"),
        ({"error": "Throttling", "after": -1}, ValueError, "after must be >= 0, got -1"),
        ({"latency": -1}, ValueError, "latency must be >= 0, got -1"),
        ({"operation": "SendEmail", "error": "Throttling", "entry": 0}, ValueError, "have entries"),
        ({"error": "ReadTimeoutError", "entry": 0}, TypeError, "with a code"),
        ({"error": "Throttling", "entry": -1}, ValueError, "entry must be >= 0, got -1"),
        ({"error": "TransientFailure"}, ValueError, "select the entries with entry= or to="),
        ({"error": "Throttling", "entry": 0, "status": 503}, TypeError, "no HTTP status"),
        (
            {"error": "Throttling", "status": 200},
            ValueError,
            "status must be an error status from 400 to 599, got 200",
        ),
        ({"error": "Throttling", "to": ["ada@example.net"]}, TypeError, "one recipient, or a pattern"),
        ({"error": "Throttling", "where": "Bcc"}, TypeError, "where must be a function of a Call"),
        ({"latency": float("nan")}, ValueError, "latency must be >= 0, got nan"),
    ],
)
def test_mistakes_of_the_test_are_errors(
    ses_mock: SesMock, arguments: dict[str, Any], error: type[Exception], text: str
) -> None:
    """A wrong argument raises an error that says what is valid, and no fault is set."""
    with pytest.raises(error, match=text):
        ses_mock.fail(**arguments)
    send()

    assert len(ses_mock.outbox) == 1


def test_a_failure_mentions_the_fault(ses_mock: SesMock) -> None:
    """A failed assertion says that the test itself made the send fail, with the call of `fail`."""
    fault = ses_mock.fail("SendEmail", "Throttling")
    refusal_with_status(send)
    with pytest.raises(AssertionError) as caught:
        ses_mock.outbox.one(to=ADDRESS)

    assert "TooManyRequestsException: Maximum sending rate exceeded." in str(caught.value)
    assert "the test itself caused a failure: ses_mock.fail('SendEmail', 'Throttling')" in str(caught.value)
    assert ses_mock.rejected.one(code="TooManyRequestsException").error.fault is fault


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


@pytest.mark.parametrize(
    "what",
    [
        {"error": "MessageRejected"},
        {"status": 500},
        {"status": 502},
        {"malformed": True},
        {"error": OSError("x")},
    ],
)
def test_a_message_with_a_lost_response_is_sent(ses_mock: SesMock, what: dict[str, Any]) -> None:
    """With ``answer_lost``, the message is sent, although the client gets an error."""
    ses_mock.fail("SendEmail", answer_lost=True, **what)
    with pytest.raises((ClientError, OSError, ResponseParserError)):
        send("ses")

    assert len(ses_mock.outbox) == 1
    assert ses_mock.rejected.one().error.fault.hits == 1


def test_a_refusal_with_a_lost_response_sends_nothing(ses_mock: SesMock) -> None:
    """With ``answer_lost``, a call that SES would refuse sends nothing."""
    ses_mock.fail("SendEmail", "InternalFailure", answer_lost=True)
    ses_mock.account.sending_enabled = False

    assert refusal_with_status(send)[1] == "InternalFailure"
    assert len(ses_mock.outbox) == 0


def test_a_load_balancer_can_return_any_status(ses_mock: SesMock) -> None:
    """A fault can have a status that SES itself does not use, with boto3's code for it."""
    ses_mock.fail("SendEmail", status=520)

    assert refusal_with_status(send, "ses")[:2] == (520, "520")


@pytest.mark.parametrize("api", ["sesv2", "ses"])
def test_a_fault_shows_the_code_of_the_api(ses_mock: SesMock, api: str) -> None:
    """If the called API has another code for the error, the representation of the fault shows that code."""
    fault = ses_mock.fail("SendEmail", "InvalidParameterValue")
    refusal_with_status(send, api)
    translation = ", as BadRequestException on sesv2" if api == "sesv2" else ""

    assert repr(fault) == f"<ses_mock.fail('SendEmail', 'InvalidParameterValue'): hit once{translation}>"


def test_a_fault_without_an_error_shows_no_code(ses_mock: SesMock) -> None:
    """The representation of a fault without an error has no code."""
    fault = ses_mock.fail("SendEmail", malformed=True)
    with pytest.raises(ResponseParserError):
        send("ses")

    assert repr(fault) == "<ses_mock.fail('SendEmail', malformed=True): hit once>"
