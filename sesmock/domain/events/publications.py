"""Publications to other services: events, notifications, confirmations and reputation findings."""

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
    """A document that SES published to another service; its text is built on first access.

    The purpose says why SES published it: ``"event"`` for an event destination of a configuration set,
    ``"notification"`` for a topic of an identity, ``"receipt"`` for the topic of a receipt rule, ``"confirmation"`` for
    the text that tests a topic, and ``"reputation"`` for an EventBridge event about an ``entity`` with a
    ``detail_type``.
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
    """The account that published the text."""
    kind: Kind
    """The service: ``"sns"``, ``"firehose"``, ``"eventbridge"``, ``"cloudwatch"`` or ``"pinpoint"``."""
    purpose: Purpose
    """``"event"``, ``"notification"``, ``"receipt"``, ``"confirmation"`` or ``"reputation"``."""
    target: str
    """The ARN of the target; for CloudWatch, the namespace."""
    event: Event | Any
    """The event that the text describes; None if the purpose is neither an event nor a notification."""
    configuration_set: str | None
    """The name of the configuration set whose event destination got the text, if any."""
    event_destination: str | None
    """The name of the event destination that got the text, if any."""
    identity: str | None
    """The name of the identity whose notification topic got the text, if any."""
    received: Received | Any
    """The received mail that the text describes, if any."""
    subject: str | None
    """The subject for SNS, if any."""
    error: Exception | None
    """The reason why the target refused the text; None if it did not."""

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
        # An event can be later than the clock, but a publication cannot be earlier than its event.
        self._published_at = max(account.world.clock.time(), event.occurred_at if event is not None else 0.0)

    def __repr__(self) -> str:
        return f"<Publication {self.type or self.purpose} to {self.target}>"

    @property
    def id(self) -> str:
        """The id that the service assigned."""
        # Threads that read the id for the first time must get the same one.
        with self.account.world.lock:
            if self._id is None:
                self._id = ids.make_uuid()
        return self._id

    @property
    def payload(self) -> str:
        """The exact text: SNS's message, Firehose's record, EventBridge's detail or CloudWatch's metric data."""
        if not isinstance(self._payload, str):
            self._payload = self._payload()
        return self._payload

    @property
    def type(self) -> str | None:
        """The type of the event, such as ``"Bounce"``; None if there is none."""
        return None if self.event is None else self.event.type.value

    @property
    def message(self) -> SentMessage | Any:
        """The message of the event; None if there is none."""
        return None if self.event is None else self.event.message

    @property
    def message_id(self) -> str | None:
        """The id of the message or of the received mail."""
        mail = self.received if self.event is None else self.event.message
        return None if mail is None else mail.message_id

    @property
    def recipients(self) -> tuple[Address, ...]:
        """The recipients of the event or of the received mail; none for a confirmation."""
        if self.event is not None:
            return self.event.recipients
        return () if self.received is None else self.received.accepted_recipients

    @property
    def recipient(self) -> Address:
        """The only recipient; raise `ValueError` if there are several or none."""
        return get_only("recipient", self.recipients)

    @property
    def published_at(self) -> datetime:
        """The time when SES published the text: aware, UTC."""
        return to_datetime(self._published_at)

    @property
    def account_id(self) -> str:
        """The id of the account that published the text."""
        return self.account.account_id

    @property
    def region(self) -> str:
        """The region where the text was published."""
        return self.account.region

    @property
    def envelope(self) -> Mapping[str, Any]:
        """The form that the receiver gets: an SNS notification, EventBridge event, Firehose record or metric datum.

        Raise `ImportError` for SNS without the extra ``sesmock[sns]``, which signs the notification.
        """
        return self.account.world.aws_services.envelope(self)

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP headers of SNS's request to an endpoint."""
        return self.account.world.aws_services.headers(self)


def record(account: Account, publication: Publication) -> None:
    """Record a publication, and pass it to its target once the world's lock is released."""
    world = account.world
    world.publications.append(publication)
    # The target can be a function of the test, which must not run while the world is locked.
    world.deferred.append(partial(world.aws_services.publish, publication))
