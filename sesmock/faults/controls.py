"""The methods of `SesMock` that make calls fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from sesmock.apis import ApiName
    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.world import World
    from sesmock.faults.faults import Fault, Faults
    from sesmock.journal import Journal


class FaultControls:
    """Errors, network failures and missing permissions of a mock."""

    _world: World
    _journal: Journal
    _faults: Faults

    def fail(
        self,
        operation: str | Iterable[str] = "*",
        error: str | type[Exception] | Exception | None = None,
        *,
        api: ApiName | Iterable[ApiName] | None = None,
        message: str | None = None,
        status: int | None = None,
        malformed: bool = False,
        latency: float = 0,
        answer_lost: bool = False,
        times: int | None = None,
        after: int = 0,
        to: str | None = None,
        entry: int | None = None,
        where: Callable[[Call], bool] | None = None,
        account_id: str | None = None,
        region: str | None = None,
        access_key: str | None = None,
    ) -> Fault:
        """Make calls fail until the fault is stopped, or until the end of a ``with`` block; return the fault.

        *operation* is a name or pattern, or several: ``"SendEmail"``, ``"send_email"``, ``"Send*"``. *error* is an
        error code of any API (each API responds with its own code), an exception of botocore's network layer or its
        name, or an exception to raise unchanged; *message* and *status* override SES's. Without an *error*, a *status*
        of 429, 500 or 503 means SES's own error, and any other 5xx a load balancer's error page. *malformed* truncates
        the response. *latency* is in seconds and advances only ``clock``; if it exceeds the client's read timeout, the
        client gets a ReadTimeoutError. With *answer_lost*, SES carries out the call and only the response is lost. The
        first *after* requests pass, then *times* requests fail, by default all; retries count as requests. The
        operation ``"smtp"`` means SES's SMTP interface, where a *status* without an *error* is a reply number.

        *api*, *account_id*, *region*, *access_key* and *where*, a predicate on `Call`, narrow the fault. *to*
        is a recipient or pattern, *entry* a position from 0: in a bulk send, only the matching entries fail.

        Raise `ValueError` for an unknown operation or error, or `TypeError` for arguments that cannot be combined.
        """
        from sesmock.faults.fault_builder import Failure, Scope, build_fault

        failure = Failure(error, message, status, malformed, latency, answer_lost)
        scope = Scope(operation, api, to, entry, where, account_id, region, access_key, times, after)
        return self._faults.add(build_fault(self._faults, failure, scope))

    def deny(
        self,
        action: str | Iterable[str] = "ses:*",
        *,
        resource: str = "*",
        api: ApiName | Iterable[ApiName] | None = None,
        times: int | None = None,
    ) -> Fault:
        """Deny a permission, as IAM would: calls that need it fail with AccessDenied; return the fault.

        *action* is an action such as ``"ses:SendEmail"``, a pattern, or several of them; raw mail needs
        ``ses:SendRawEmail`` in every API. *resource* is an ARN, or the part of one after the account id:
        ``"identity/example.com"``. In both, ``*`` matches any text and ``?`` any character.

        Raise `ValueError` for an unknown action.
        """
        from sesmock.faults import fault_builder

        return self._faults.add(
            fault_builder.build_denial(
                self._faults, action, resource, self._find_account, api=api, times=times
            )
        )

    def required_permissions(self) -> dict[str, Any]:
        """Return the smallest IAM policy that allows the calls made so far, ready for ``json.dumps``."""
        from sesmock.faults import permissions

        return permissions.document(self._journal.calls, self._find_account)

    def _find_account(self, call: Call) -> Account:
        return self._world.account(call.account_id, call.region)
