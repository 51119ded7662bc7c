"""One call of an SES client, and the error that it was answered with: data that every layer may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sesmock.faults.faults import Fault


def is_send(operation: str) -> bool:
    """Return whether an operation of any API sends mail."""
    return operation.startswith("Send")


def list_recipients(params: Mapping[str, Any]) -> list[str]:
    """Return the addresses that a send, or an entry of a bulk send, names: by a Destination or one by one."""
    destination = params.get("Destination")
    if isinstance(destination, dict):
        return [text for kind in ("To", "Cc", "Bcc") for text in destination.get(f"{kind}Addresses", ())]
    return [text for text in params.get("Destinations", ()) if isinstance(text, str)]


class CallError:
    """The error that a call was answered with: ``code``, ``message`` (None: a null message) and ``status``.

    Without an answer ``code`` is the exception that the client raised, and ``status`` None. ``fault`` is what the
    test had going wrong, if it was that: what `ses_mock.fail` or `ses_mock.deny` returned.
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
    """One call of an operation, its retries included.

    ``service`` is the name of the boto3 client, or ``"smtp"``, ``params`` are the parameters as they were given to
    boto3 (for SMTP those of SendRawEmail), ``answer`` is what SES returned (None after an error, and before the answer
    is known), ``error`` what it refused with, ``attempts`` the number of requests that botocore made of it.
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
        """The name of the boto3 client, as filters call it."""
        return self.service

    @property
    def code(self) -> str | None:
        """The code of the error, None without one."""
        return None if self.error is None else self.error.code

    @property
    def message(self) -> str | None:
        """The message of the error, None without one."""
        return None if self.error is None else self.error.message

    def __repr__(self) -> str:
        outcome = "" if self.error is None else f" {self.error}"
        return f"<Call {self.service} {self.operation}{outcome}>"
