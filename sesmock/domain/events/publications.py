"""What SES publishes to other services: events, notifications and confirmations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from sesmock.domain import ids
from sesmock.domain.clock import to_datetime
from sesmock.domain.singles import get_only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sesmock.domain.account import Account
    from sesmock.domain.events.events import Event
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.receiving.received import Received

Kind = Literal["sns", "firehose", "eventbridge", "cloudwatch", "pinpoint"]
Purpose = Literal["event", "notification", "receipt", "confirmation", "reputation"]


class Publication:
    """A text that SES handed to another service; it is written when it is first looked at.

    ``kind`` is the service, ``target`` the ARN that it went to (CloudWatch: the namespace). ``purpose`` is
    ``"event"`` for an event destination of a configuration set, ``"notification"`` for a notification topic of an
    identity, ``"receipt"`` for the topic of a receipt rule, ``"confirmation"`` for the text by which SES tries a topic,
    ``"reputation"`` for what EventBridge is told of an ``entity`` under a ``detail_type``; the last three have no
    ``event``. Accordingly there are the names of ``configuration_set`` and ``event_destination``,
    or of ``identity``, or the mail that was ``received``. ``error`` is why the target refused it, None if it did not.
    """

    __slots__ = (
        "_id",
        "_payload",
        "_published_at",
        "account",
        "configuration_set",
        "detail_type",
        "entity",
        "error",
        "event",
        "event_destination",
        "identity",
        "kind",
        "purpose",
        "received",
        "subject",
        "target",
    )

    account: Account
    """The account that published it."""
    kind: Kind
    """The service: ``"sns"``, ``"firehose"``, ``"eventbridge"``, ``"cloudwatch"`` or ``"pinpoint"``."""
    purpose: Purpose
    """``"event"``, ``"notification"``, ``"receipt"`` or ``"confirmation"``."""
    target: str
    """The ARN that it went to; CloudWatch: the namespace."""
    event: Event | Any
    """The event that it tells of; None of a receipt and a confirmation."""
    configuration_set: str | None
    """The name of the configuration set whose event destination it went to, if any."""
    event_destination: str | None
    """The name of that event destination, if any."""
    identity: str | None
    """The name of the identity whose notification topic it went to, if any."""
    received: Received | Any
    """The mail that was received, if it tells of one."""
    subject: str | None
    """The subject that SNS was given, if any."""
    error: Exception | None
    """Why the target refused it, None if it did not."""

    def __init__(
        self,
        account: Account,
        kind: Kind,
        target: str,
        payload: str | Callable[[], str],
        *,
        purpose: Purpose,
        event: Event | None = None,
        subject: str | None = None,
        configuration_set: str | None = None,
        event_destination: str | None = None,
        identity: str | None = None,
        received: Received | None = None,
        detail_type: str | None = None,
        entity: str | None = None,
    ) -> None:
        self.account = account
        self.kind = kind
        self.target = target
        self.purpose = purpose
        self.event = event
        self.subject = subject
        self.configuration_set = configuration_set
        self.event_destination = event_destination
        self.identity = identity
        self.received = received
        self.detail_type = detail_type
        self.entity = entity
        self.error: Exception | None = None
        self._id: str | None = None
        self._payload = payload
        self._published_at = max(account.world.clock.time(), event.occurred_at if event is not None else 0.0)

    def __repr__(self) -> str:
        return f"<Publication {self.type or self.purpose} to {self.target}>"

    @property
    def id(self) -> str:
        """The id that the service gives it."""
        with self.account.world.lock:
            if self._id is None:
                self._id = ids.make_uuid()
        return self._id

    @property
    def payload(self) -> str:
        """The exact text: SNS's message, Firehose's record, EventBridge's detail, CloudWatch's metric data."""
        if not isinstance(self._payload, str):
            self._payload = self._payload()
        return self._payload

    @property
    def type(self) -> str | None:
        """The type of the event, such as ``"Bounce"``; None without one."""
        return None if self.event is None else self.event.type.value

    @property
    def message(self) -> SentMessage | Any:
        """The message that the event is about; None without one."""
        return None if self.event is None else self.event.message

    @property
    def message_id(self) -> str | None:
        """The id of that message, or of the mail that was received."""
        about = self.received if self.event is None else self.event.message
        return None if about is None else about.message_id

    @property
    def recipients(self) -> tuple[Address, ...]:
        """The recipients to whom the event happened, or of the mail that was received; none of a confirmation."""
        if self.event is not None:
            return self.event.recipients
        return () if self.received is None else self.received.accepted_recipients

    @property
    def recipient(self) -> Address:
        """The only one of `recipients`; raise `ValueError` if there are more, or none."""
        return get_only("recipient", self.recipients)

    @property
    def published_at(self) -> datetime:
        """When SES published it: aware, UTC."""
        return to_datetime(self._published_at)

    @property
    def account_id(self) -> str:
        """The account that published it."""
        return self.account.account_id

    @property
    def region(self) -> str:
        """The region that it was published in."""
        return self.account.region

    @property
    def envelope(self) -> Mapping[str, Any]:
        """What the receiver gets: SNS's signed notification, EventBridge's event, Firehose's record, a metric datum.

        Raise `ImportError` for SNS without the extra ``sesmock[sns]``.
        """
        return self.account.world.aws_services.envelope(self)

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP headers with which SNS posts it to an endpoint."""
        return self.account.world.aws_services.headers(self)


def record(account: Account, publication: Publication) -> None:
    """Keep a publication, and hand it to its target when the world's lock is free again."""
    world = account.world
    world.publications.append(publication)
    world.deferred.append(partial(world.aws_services.publish, publication))
