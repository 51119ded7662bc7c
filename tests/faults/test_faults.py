"""The errors that `ses_mock.fail` causes, tested with boto3's clients of the three APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import exceptions
from botocore.parsers import ResponseParserError

from tests.faults.clients_without_retries import ADDRESS, APIS, ONCE, send
from tests.refusals import refusal_with_status

if TYPE_CHECKING:
    from sesmock import SesMock


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


def test_a_failed_call_changes_nothing(ses_mock: SesMock) -> None:
    """A call that fails leaves the world unchanged."""
    ses_mock.fail("*", "InternalFailure")
    sesv2 = boto3.client("sesv2", config=ONCE)
    refusal_with_status(sesv2.create_email_identity, EmailIdentity="new@example.org")
    refusal_with_status(send)

    assert ses_mock.account.sent_last_24_hours == 0
    assert list(ses_mock.account.identities) == ["example.com"]


def test_the_repr_of_a_fault_has_its_arguments(ses_mock: SesMock) -> None:
    """The representation of a fault shows all arguments that the test passed, even 0 and an empty string."""
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


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (
            {"operation": "SendEmial", "error": "Throttling"},
            ValueError,
            r"'SendEmial' of ses, sesv2, pinpoint-email and smtp; did you mean 'SendEmail', '\w+' or '\w+'\?",
        ),
        (
            {"operation": "SendRawEmail", "error": "Throttling", "api": "sesv2"},
            ValueError,
            "of sesv2; .*SendEmail",
        ),
        ({"operation": [], "error": "Throttling"}, ValueError, "operation is empty"),
        ({"error": "Throttling", "api": []}, ValueError, "api is empty"),
        ({"error": "Throtling"}, ValueError, "unknown error 'Throtling' of SES; did you mean 'Throttling'"),
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
