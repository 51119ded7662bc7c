"""A call of an SES client and its error, as plain data for every layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.faults.faults import Fault


def is_send(operation: str) -> bool:
    """Return whether an operation of any API sends mail."""
    return operation.startswith("Send")


def list_recipients(params: Mapping[str, Any]) -> list[str]:
    """Return the recipients in a send or in an entry of a bulk send, from its Destination or its single members."""
    destination = params.get("Destination")
    if isinstance(destination, dict):
        return [text for kind in ("To", "Cc", "Bcc") for text in destination.get(f"{kind}Addresses", ())]
    return [text for text in params.get("Destinations", ()) if isinstance(text, str)]


class CallError:
    """The error that ended a call: ``code``, ``message`` (None: a null message) and ``status``.

    If there was no response, ``code`` is the exception that the client raised and ``status`` is None. ``fault``
    is the fault that a test set with `ses_mock.fail` or `ses_mock.deny`, if that caused the error.
    """

    __slots__ = ("code", "fault", "message", "status")

    def __init__(
        self, code: str, message: str | None, status: int | None, fault: Fault | None = None
    ) -> None:
        self.code = code
        self.message = message
        self.status = status
        self.fault = fault

    def __repr__(self) -> str:
        return f"{self.code}: {self.message}"


class Call:
    """One call of an operation, including its retries.

    ``service`` is the name of the boto3 client, or ``"smtp"``. ``params`` are the parameters passed to boto3
    (for SMTP, those of SendRawEmail). ``answer`` is SES's response: None after an error and until the
    response is known. ``error`` is SES's error. ``attempts`` counts the requests that botocore made for the
    call.
    """

    __slots__ = ("account_id", "answer", "attempts", "error", "operation", "params", "region", "service")

    def __init__(
        self, service: str, operation: str, params: Mapping[str, Any], account_id: str, region: str
    ) -> None:
        self.service = service
        self.operation = operation
        self.params = params
        self.account_id = account_id
        self.region = region
        self.answer: Mapping[str, Any] | Any = None
        self.error: CallError | Any = None
        self.attempts = 1

    @property
    def api(self) -> str:
        """The name of the boto3 client, by the word that filters use."""
        return self.service

    @property
    def code(self) -> str | None:
        """The code of the error, None if the call succeeded."""
        return None if self.error is None else self.error.code

    @property
    def message(self) -> str | None:
        """The message of the error, None if the call succeeded."""
        return None if self.error is None else self.error.message

    def __repr__(self) -> str:
        outcome = "" if self.error is None else f" {self.error}"
        return f"<Call {self.service} {self.operation}{outcome}>"
