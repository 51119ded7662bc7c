"""The SMTP service of one world. It signs clients in, and sends their mail by the same rules as the APIs."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from sesmock.apis import SMTP, SMTP_AUTHENTICATE, SMTP_CONNECT, SMTP_SEND
from sesmock.calls import Call, CallError
from sesmock.domain import ids
from sesmock.domain.errors import DomainError
from sesmock.domain.mail.content import RawContent
from sesmock.domain.mail.send_request import SendOptions, SendRequest
from sesmock.domain.sending import sending
from sesmock.http import NetworkFault
from sesmock.smtp import replies
from sesmock.smtp.submission import HOST, MAX_SIZE, Submission
from sesmock.smtp.transactions import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.domain.world import World
    from sesmock.faults.faults import Fault, Faults, Hit
    from sesmock.journal import Journal
    from sesmock.smtp.credentials import Credentials
    from sesmock.smtp.transactions import Mail, Tls

    FindAccountId = Callable[[str | None, str], str]
    """Return the id of the account that owns an access key, which is the user name of a client, in a region."""


class SmtpService:
    """The SMTP interface of a world. `Submission` has the dialog with a client, and `sending` has the rules."""

    def __init__(
        self,
        world: World,
        journal: Journal,
        faults: Faults,
        credentials: Credentials,
        find_account_id: FindAccountId,
    ) -> None:
        self._world = world
        self._journal = journal
        self._faults = faults
        self._credentials = credentials
        self._find_account_id = find_account_id

    def open(
        self,
        region: str,
        *,
        tls: Tls = "required",
        ip_address: str | None = None,
        read_timeout: float | None = None,
    ) -> Submission:
        """Return the dialog with a client that connects to the host of a region."""
        client = Client(region, read_timeout=read_timeout)
        if ip_address is not None:
            client = client._replace(ip_address=ip_address)
        return Submission(self, client, tls=tls)

    def refuse_connection(self, client: Client) -> str | None:
        """Return the reply of a fault that refuses a connection, or None if no fault applies.

        Raise `NetworkFault` for a network fault.
        """
        return self._fail(client, SMTP_CONNECT)

    def sign_in(self, client: Client, user: str, password: str) -> str:
        """Return the reply to a user and a password; raise `NetworkFault` for a network fault."""
        refusal = self._fail(client._replace(user=user), SMTP_AUTHENTICATE)
        if refusal is not None:
            return refusal
        accepted = self._credentials.accept(user, password, client.region)
        return replies.AUTHENTICATED if accepted else replies.INVALID_CREDENTIALS

    def note_refusal(self, reply: str) -> None:
        """Record a refusal for hints, since a client that is refused before it sends mail appears in no call."""
        self._journal.smtp_refusals.append(reply)

    def send(self, client: Client, mail: Mail, *, is_too_long: bool) -> str:
        """Send an email as the APIs do, and return the reply.

        Raise `NetworkFault` for a network fault, or `OperationNotSupported` for a header that is not mocked yet.
        Exceptions of the test's functions pass through.
        """
        call = self._journal.open(None, self._call(client, SMTP_SEND, mail))
        hits = self._faults.hits(call, client.user) if self._faults.active else ()
        fault = self._find_fault(client, hits)
        if fault is None or fault.effect.answer_lost:
            reply = self._carry_out(client, call, mail, is_too_long=is_too_long)
            if fault is None:
                return reply
        return self._answer_fault(call, fault)

    def _call(self, client: Client, operation: str, mail: Mail | None = None) -> Call:
        """Return a call with the parameters of SendRawEmail, which faults and permissions read."""
        params: dict[str, object] = {}
        if mail is not None:
            params = {
                "Source": mail.sender,
                "Destinations": list(mail.recipients),
                "RawMessage": {"Data": mail.data},
            }
        account_id = self._find_account_id(client.user, client.region)
        return Call(SMTP, operation, params, account_id, client.region)

    def _carry_out(self, client: Client, call: Call, mail: Mail, *, is_too_long: bool) -> str:
        if is_too_long:
            error = CallError("InvalidParameterValue", replies.TOO_LONG[4:], replies.status(replies.TOO_LONG))
            return self._refuse(call, error, replies.TOO_LONG)
        try:
            with self._world.change():
                account = self._world.account(call.account_id, call.region)
                message_id = sending.send(account, self._request(client, call, mail)).message_id
        except DomainError as error:
            return self._refuse(call, *replies.refuse(error))
        call.answer = {"MessageId": message_id}
        return f"{replies.OK} {message_id}"

    def _request(self, client: Client, call: Call, mail: Mail) -> SendRequest:
        trace = self._write_trace(client, mail)
        return SendRequest(
            call=call,
            content=RawContent(trace + mail.data),
            # The limit applies to the client's data, without the field that SES adds.
            max_bytes=MAX_SIZE + len(trace),
            options=SendOptions(),
            sender=mail.sender,
            destinations=mail.recipients,
        )

    def _write_trace(self, client: Client, mail: Mail) -> bytes:
        """Return the Received field that SES writes; it mentions only the first recipient. Spec: smtp.md §2.6."""
        # For UTC, formatdate writes -0000 but SES writes +0000 (UTC). Spec: smtp.md §2.6 [R].
        date = formatdate(self._world.clock.time()).replace("-0000", "+0000 (UTC)")
        lines = [
            f"Received: from {client.host} ({client.host} [{client.ip_address}])",
            f"by {HOST} with SMTP (SimpleEmailService-{client.server_id}) id {ids.make_smtp_trace_id()}",
            f"for {mail.recipients[0]}; {date}",
        ]
        return "\r\n ".join(lines).encode("ascii") + b"\r\n"

    def _refuse(self, call: Call, error: CallError, reply: str) -> str:
        """Record the error of a call, and notify the listeners."""
        self._journal.refuse(None, call, error)
        self._world.notifier.notify()
        return reply

    def _fail(self, client: Client, operation: str) -> str | None:
        """Return a fault's reply to the connection or sign-in, or None if no fault applies."""
        if not self._faults.active:
            return None
        call = self._call(client, operation)
        fault = self._find_fault(client, self._faults.hits(call, client.user))
        return None if fault is None else _fault_reply(call, fault)[1]

    def _find_fault(self, client: Client, hits: Sequence[Hit]) -> Fault | None:
        """Advance the clock by the latency of the faults, without sleeping.

        Return the fault that ends the step, if any.
        """
        slow = [hit.fault for hit in hits if hit.fault.effect.latency]
        seconds = sum(fault.effect.latency for fault in slow)
        if slow:
            timeout = client.read_timeout
            with self._world.lock:
                self._world.clock.move(seconds if timeout is None else min(seconds, timeout))
            if timeout is not None and timeout < seconds:
                raise NetworkFault("ReadTimeoutError")
        return hits[-1].fault if hits and hits[-1].ends_call else None

    def _answer_fault(self, call: Call, fault: Fault) -> str:
        try:
            error, reply = _fault_reply(call, fault)
        except NetworkFault as network_fault:
            self._refuse(call, CallError(network_fault.kind, "no response", None, fault), "")
            raise
        return self._refuse(call, error, reply)


def _fault_reply(call: Call, fault: Fault) -> tuple[CallError, str]:
    """Return the error for the journal and the reply that a fault causes; raise `NetworkFault` if there is no reply."""
    effect = fault.effect
    if effect.error is not None:
        error = effect.error(call)
        reply = replies.from_code(error.code, error.message)
        return CallError(error.code, error.message, replies.status(reply), fault), reply
    if effect.page is not None:
        reply = replies.from_status(effect.page)
        return CallError(str(effect.page), reply[4:], effect.page, fault), reply
    if effect.network is not None:
        raise NetworkFault(effect.network, effect.exception)
    raise NetworkFault("ConnectionClosedError")  # malformed=True: a truncated reply
