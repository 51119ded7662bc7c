"""What events tell beyond their message, time and recipients. Spec: events.md §1.7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sesmock.domain.mail import event_constants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BounceType = Literal["Undetermined", "Permanent", "Transient"]
BounceSubtype = Literal[
    "Undetermined",
    "General",
    "NoEmail",
    "Suppressed",
    "OnAccountSuppressionList",
    "OnTenantSuppressionList",
    "EmailValidationSuppressed",
    "MailboxFull",
    "MessageTooLarge",
    "ContentRejected",
    "AttachmentRejected",
    "CustomTimeoutExceeded",
]
FeedbackType = Literal["abuse", "auth-failure", "fraud", "not-spam", "other", "virus"]
DelayType = Literal[
    "InternalFailure",
    "General",
    "MailboxFull",
    "SpamDetected",
    "RecipientServerError",
    "IPFailure",
    "TransientCommunicationFailure",
    "BYOIPHostNameLookupUnavailable",
    "Undetermined",
    "SendingDeferral",
]


@dataclass(frozen=True, slots=True)
class Bounce:
    """Why a message came back; an automatic reply, as of a reader on holiday, says less than a server does."""

    type: BounceType = "Permanent"
    subtype: BounceSubtype = "General"
    automatic_reply: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a feedback report says; for an address that is listed for a complaint there is no report."""

    subtype: Literal["OnAccountSuppressionList"] | None = None
    feedback_type: FeedbackType | None = "abuse"
    user_agent: str | None = event_constants.FEEDBACK_LOOP


@dataclass(frozen=True, slots=True)
class Delay:
    """Why a message is late, and until when SES tries (seconds since 1970)."""

    type: DelayType
    expires_at: float


@dataclass(frozen=True, slots=True)
class RenderingFailure:
    """What a template could not be rendered for."""

    error_message: str
    template_name: str


@dataclass(frozen=True, slots=True)
class Open:
    """Who opened a message."""

    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


@dataclass(frozen=True, slots=True)
class Click:
    """Who followed which link; its tags, if it has some."""

    link: str
    link_tags: Mapping[str, Sequence[str]] | None = None
    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


@dataclass(frozen=True, slots=True)
class Preferences:
    """Which topics of a contact list a contact takes: (topic, status) each."""

    unsubscribe_all: bool
    topics: tuple[tuple[str, Literal["OptIn", "OptOut"]], ...]


@dataclass(frozen=True, slots=True)
class Subscription:
    """How a contact changed what it subscribed to; ``source`` is where it said so."""

    contact_list: str
    new: Preferences
    old: Preferences
    source: str = "UnsubscribeHeader"


Details = Bounce | Complaint | Delay | RenderingFailure | Open | Click | Subscription
