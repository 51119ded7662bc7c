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
    """Return the recipients of a send or of an entry of a bulk send, as the application wrote them.

    They are in ``Destination``, or for SendRawEmail in ``Destinations``.
    """
    destination = params.get("Destination")
    if isinstance(destination, dict):
        return [text for kind in ("To", "Cc", "Bcc") for text in destination.get(f"{kind}Addresses", ())]
    # In SendBulkTemplatedEmail, Destinations is a list of entries, not of addresses.
    return [text for text in params.get("Destinations", ()) if isinstance(text, str)]


class CallError:
    """The error that ended a call."""

    __slots__ = ("code", "fault", "message", "status")

    code: str
    """The code of SES's error, or the name of the exception that the client raised because there was no response."""
    message: str | None
    """The message of the error; None if SES's message is null."""
    status: int | None
    """The HTTP status; None if there was no response."""
    fault: Fault | None
    """The fault that the test set with `ses_mock.fail` or `ses_mock.deny`, if that caused the error."""

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
    """One call of an operation, including its retries."""

    __slots__ = ("_params", "account_id", "answer", "attempts", "error", "operation", "region", "service")

    service: str
    """The name of the boto3 client, or ``"smtp"``."""
    operation: str
    """The name of the operation, such as ``"SendEmail"``."""
    account_id: str
    """The 12-digit id of the account that was called."""
    region: str
    """The region that was called."""
    answer: Mapping[str, Any] | Any
    """SES's response; None after an error and until the response is known."""
    error: CallError | Any
    """SES's error; None if the call succeeded."""
    attempts: int
    """The number of requests that botocore made for the call."""

    def __init__(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any] | tuple[Any, ...],
        account_id: str,
        region: str,
    ) -> None:
        """Set the attributes. ``params`` can also be a function that returns the parameters, with its arguments."""
        self.service = service
        self.operation = operation
        self._params: Any = params
        self.account_id = account_id
        self.region = region
        self.answer = None
        self.error = None
        self.attempts = 1

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters passed to boto3; for SMTP, those of SendRawEmail."""
        # For a short request only its body is stored, since few tests read the parameters. See
        # docs/reference/performance.md.
        if isinstance(self._params, tuple):
            read, *arguments = self._params
            self._params = read(*arguments)
        params: Mapping[str, Any] = self._params
        return params

    @property
    def api(self) -> str:
        """The same as ``service``, under the name that filters use."""
        return self.service

    @property
    def code(self) -> str | None:
        """The code of the error; None if the call succeeded."""
        return None if self.error is None else self.error.code

    @property
    def message(self) -> str | None:
        """The message of the error; None if the call succeeded."""
        return None if self.error is None else self.error.message

    def __repr__(self) -> str:
        outcome = "" if self.error is None else f" {self.error}"
        return f"<Call {self.service} {self.operation}{outcome}>"
