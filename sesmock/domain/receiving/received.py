"""Received mail, as tests see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from sesmock.domain.clock import to_datetime
from sesmock.domain.completion import HidesInternals
from sesmock.domain.mail import parsed_mail
from sesmock.domain.mail.readable import ReadableMail, shorten
from sesmock.domain.mail.recipients import AddressTuple
from sesmock.domain.read_only_list import ReadOnlyList
from sesmock.domain.receiving import incoming
from sesmock.domain.receiving.reports import s3_events
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.actions import Action
    from sesmock.domain.receiving.incoming import IncomingMail
    from sesmock.domain.receiving.reports.s3_events import S3Object
    from sesmock.domain.receiving.verdicts import Verdicts

Result = TypeVar("Result")


@dataclass(slots=True)
class ActionRun:
    """The run of an action, with its results."""

    rule: str
    """The name of the rule."""
    action: Action
    """The action of the rule."""
    notification: Publication | None = None
    """The publication to the action's topic, if it has one."""
    s3_object: S3Object | None = None
    """The object that the mail was stored in, for an action of the type ``"S3"``."""
    lambda_event: dict[str, Any] | None = None
    """The event that the function was invoked with, for an action of the type ``"Lambda"``."""
    answer: object = None
    """The return value of the function."""
    bounce: SentMessage | None = None
    """The report to the sender, for an action of the type ``"Bounce"``; it is also in ``notices``."""
    error: Exception | None = None
    """The error of another service, if the action failed."""

    @property
    def type(self) -> str:
        """The type of the action, such as ``"S3"``."""
        return str(self.action.type)


@dataclass(slots=True)
class RuleRun:
    """The run of a rule."""

    name: str
    """The name of the rule."""
    recipients: tuple[Address, ...]
    """The recipients that match the rule."""
    actions: list[ActionRun] = field(default_factory=list)
    """The runs of the rule's actions, in order."""


class Received(HidesInternals, ReadableMail):
    """An email that reached SES, and its processing."""

    __slots__ = (
        "_data",
        "_headers_in_front",
        "_parsed",
        "_raw",
        "_refusals",
        "_rules",
        "account",
        "host",
        "message_id",
        "received_seconds",
        "recipients",
        "smtp_reply",
        "source",
        "source_ip",
        "tls",
        "verdicts",
    )

    _INTERNAL = frozenset({"add_header", "begin", "received_seconds"})

    # An attribute with ``| Any`` may be None. As in typeshed, Any instead of None spares tests a check for None.
    message_id: str
    """The id that SES assigned to the mail."""
    account: Account
    """The account that the mail was sent to."""
    source: Address | Any
    """The address in MAIL FROM; None if that was empty."""
    recipients: AddressTuple
    """The addresses in RCPT TO."""
    smtp_reply: str
    """SES's reply to the mail."""
    source_ip: str
    """The IP address of the sending server."""
    tls: bool
    """Whether the sending server used TLS."""
    host: str
    """The name of the sending server."""
    verdicts: Verdicts
    """SES's verdicts on spam, viruses, SPF, DKIM and DMARC."""

    def __init__(
        self,
        account: Account,
        mail: IncomingMail,
        *,
        message_id: str,
        received_seconds: float,
        smtp_reply: str,
        refusals: Mapping[Address, str],
        headers: bytes = b"",
    ) -> None:
        self.account = account
        self.message_id = message_id
        self.received_seconds = received_seconds
        self.smtp_reply = smtp_reply
        self.source = mail.sender
        self.recipients = AddressTuple(mail.recipients)
        self.source_ip = mail.source_ip
        self.host = mail.host
        self.tls = mail.tls
        self.verdicts = mail.verdicts
        self._refusals = dict(refusals)
        self._rules: list[RuleRun] = []
        self._data = mail.data
        self._headers_in_front = [headers]
        self._raw: bytes | None = None
        self._parsed: parsed_mail.ParsedMail | None = None

    def __repr__(self) -> str:
        state = "accepted" if self.accepted else f"refused: {self.smtp_reply}"
        return f"<Received {shorten(self.subject)!r} from {self.source or '<>'}, {state}>"

    @property
    def accepted(self) -> bool:
        """Whether SES accepted the mail for at least one recipient."""
        return self.smtp_reply.startswith("2")

    @property
    def refusals(self) -> Mapping[Address, str]:
        """The recipients that SES refused, with its reply to each."""
        return MappingProxyType(self._refusals)

    @property
    def accepted_recipients(self) -> AddressTuple:
        """The recipients that SES accepted."""
        return AddressTuple(recipient for recipient in self.recipients if recipient not in self._refusals)

    @property
    def rule(self) -> str:
        """The name of the only rule that ran; raise `ValueError` if several or none ran."""
        return get_only("rule", tuple(run.name for run in self.rules))

    @property
    def action(self) -> str:
        """The type of the only action that ran; raise `ValueError` if several or none ran."""
        return get_only("action", tuple(run.type for run in self.actions))

    @property
    def received_at(self) -> datetime:
        """The time when the mail arrived: aware, UTC."""
        return to_datetime(self.received_seconds)

    @property
    def region(self) -> str:
        """The region that the mail was sent to."""
        return self.account.region

    @property
    def account_id(self) -> str:
        """The 12-digit id of the account that the mail was sent to."""
        return self.account.account_id

    @property
    def raw(self) -> bytes:
        """The mail, with the headers that SES and rules added before its own."""
        if self._raw is None:
            self._raw = b"".join([*reversed(self._headers_in_front), self._data])
        return self._raw

    @property
    def headers(self) -> parsed_mail.Headers:
        """The headers of `raw`; names are case-insensitive and may occur more than once."""
        return self._parts.headers

    @property
    def subject(self) -> str:
        """The decoded subject; ``""`` if there is none."""
        return self._parts.subject

    @property
    def text(self) -> str | Any:
        """The plain text part, or None if there is none."""
        return self._parts.text

    @property
    def html(self) -> str | Any:
        """The HTML part, or None if there is none."""
        return self._parts.html

    @property
    def attachments(self) -> parsed_mail.Attachments:
        """The attachments, by position or by file name."""
        return self._parts.attachments

    @property
    def sender(self) -> Address | Any:
        """The first author in the From header, or None if there is none."""
        return next(iter(self._addresses("From")), None)

    @property
    def to(self) -> AddressTuple:
        """The addresses in the To header."""
        return self._addresses("To")

    @property
    def cc(self) -> AddressTuple:
        """The addresses in the Cc header."""
        return self._addresses("Cc")

    @property
    def bcc(self) -> AddressTuple:
        """The addresses in the Bcc header, which received mail rarely has."""
        return self._addresses("Bcc")

    @property
    def reply_to(self) -> AddressTuple:
        """The addresses in the Reply-To header."""
        return self._addresses("Reply-To")

    @property
    def rules(self) -> ReadOnlyList[RuleRun]:
        """The rules that ran, in order."""
        return ReadOnlyList(self._rules)

    @property
    def actions(self) -> tuple[ActionRun, ...]:
        """The actions that ran, in order."""
        return tuple(run for rule in self._rules for run in rule.actions)

    @property
    def notifications(self) -> tuple[Publication, ...]:
        """The notifications to topics, in order; the ``payload`` of each is the exact JSON."""
        return tuple(run.notification for run in self.actions if run.notification is not None)

    @property
    def lambda_events(self) -> tuple[dict[str, Any], ...]:
        """The events that functions were invoked with, in order."""
        return tuple(run.lambda_event for run in self.actions if run.lambda_event is not None)

    @property
    def lambda_event(self) -> dict[str, Any]:
        """The event of the first function that was invoked; raise `LookupError` if none was."""
        return self._first(self.lambda_events, "Lambda")

    @property
    def s3_objects(self) -> tuple[S3Object, ...]:
        """The objects that the mail was stored in, in order."""
        return tuple(run.s3_object for run in self.actions if run.s3_object is not None)

    @property
    def s3_object(self) -> S3Object:
        """The first object that the mail was stored in; raise `LookupError` if there is none."""
        return self._first(self.s3_objects, "S3")

    @property
    def s3_event(self) -> dict[str, Any]:
        """The event that S3 passes to a function for `s3_object`; raise `LookupError` if there is no such object."""
        return s3_events.build_event(self.s3_object, self.account, self.received_seconds)

    @property
    def bounces(self) -> tuple[SentMessage, ...]:
        """The reports that rules sent to the sender of the mail; they are also in ``notices``."""
        return tuple(run.bounce for run in self.actions if run.bounce is not None)

    def begin(self, rule: RuleRun) -> None:
        """Record that a rule runs; only `evaluation` calls this."""
        self._rules.append(rule)

    def add_header(self, name: str, value: str) -> None:
        """Add a header before all others; only `action_runs` calls this."""
        self._headers_in_front.append(f"{name}: {value}\r\n".encode("utf-8", "surrogateescape"))
        # Actions that run later see the new header, so `raw` is built again.
        self._raw = self._parsed = None

    @property
    def _parts(self) -> parsed_mail.ParsedMail:
        if self._parsed is None:
            # A refused email may be huge, so only its beginning is parsed.
            readable = self.raw if self.accepted else self.raw[: incoming.MAX_HEADER_SIZE]
            self._parsed = parsed_mail.ParsedMail(readable)
        return self._parsed

    def _addresses(self, name: str) -> AddressTuple:
        values = [(name, value) for value in self.headers.get_all(name)]
        return AddressTuple(incoming.parse_header_addresses(values, name.lower()))

    def _first(self, results: Sequence[Result], kind: str) -> Result:
        if results:
            return results[0]
        ran = ", ".join(f"{run.rule}: {run.type}" for run in self.actions) or "none"
        raise LookupError(f"no {kind} action ran for {self!r}; actions that ran: {ran}")
