"""What events tell beyond their message, time and recipients. Spec: events.md §1.7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.mail import event_constants
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class BounceType(Word):
    """How long mail will go on coming back."""

    UNDETERMINED = "Undetermined"
    PERMANENT = "Permanent"
    TRANSIENT = "Transient"


BounceTypeText = Literal["Undetermined", "Permanent", "Transient"]


class BounceSubtype(Word):
    """Why mail came back."""

    UNDETERMINED = "Undetermined"
    GENERAL = "General"
    NO_EMAIL = "NoEmail"
    SUPPRESSED = "Suppressed"
    ON_ACCOUNT_SUPPRESSION_LIST = "OnAccountSuppressionList"
    ON_TENANT_SUPPRESSION_LIST = "OnTenantSuppressionList"
    EMAIL_VALIDATION_SUPPRESSED = "EmailValidationSuppressed"
    MAILBOX_FULL = "MailboxFull"
    MESSAGE_TOO_LARGE = "MessageTooLarge"
    CONTENT_REJECTED = "ContentRejected"
    ATTACHMENT_REJECTED = "AttachmentRejected"
    CUSTOM_TIMEOUT_EXCEEDED = "CustomTimeoutExceeded"


BounceSubtypeText = Literal[
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


class FeedbackType(Word):
    """What a reader reports mail for."""

    ABUSE = "abuse"
    AUTH_FAILURE = "auth-failure"
    FRAUD = "fraud"
    NOT_SPAM = "not-spam"
    OTHER = "other"
    VIRUS = "virus"


FeedbackTypeText = Literal["abuse", "auth-failure", "fraud", "not-spam", "other", "virus"]


class DelayType(Word):
    """Why mail is late."""

    INTERNAL_FAILURE = "InternalFailure"
    GENERAL = "General"
    MAILBOX_FULL = "MailboxFull"
    SPAM_DETECTED = "SpamDetected"
    RECIPIENT_SERVER_ERROR = "RecipientServerError"
    IP_FAILURE = "IPFailure"
    TRANSIENT_COMMUNICATION_FAILURE = "TransientCommunicationFailure"
    BYOIP_HOST_NAME_LOOKUP_UNAVAILABLE = "BYOIPHostNameLookupUnavailable"
    UNDETERMINED = "Undetermined"
    SENDING_DEFERRAL = "SendingDeferral"


DelayTypeText = Literal[
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


class ComplaintSubtype(Word):
    """Why a complaint came without a report."""

    ON_ACCOUNT_SUPPRESSION_LIST = "OnAccountSuppressionList"


class PlainDelivery:
    """A server without TLS took a message."""

    __slots__ = ()


class Bounce(NamedTuple):
    """Why a message came back; an automatic reply, as of a reader on holiday, says less than a server does.

    ``lacks_tls`` is whether it should have left by TLS, which the server does not offer, ``opted_out`` whether SES kept
    it back because the contact had opted out of it.
    """

    type: BounceType = BounceType.PERMANENT
    subtype: BounceSubtype = BounceSubtype.GENERAL
    automatic_reply: bool = False
    lacks_tls: bool = False
    opted_out: bool = False


class Complaint(NamedTuple):
    """What a feedback report says; for an address that is listed for a complaint there is no report."""

    subtype: ComplaintSubtype | None = None
    feedback_type: FeedbackType | None = FeedbackType.ABUSE
    user_agent: str | None = event_constants.FEEDBACK_LOOP


class Delay(NamedTuple):
    """Why a message is late, and until when SES tries (seconds since 1970)."""

    type: DelayType
    expires_at: float


class RenderingFailure(NamedTuple):
    """What a template could not be rendered for."""

    error_message: str
    template_name: str


class Open(NamedTuple):
    """Who opened a message."""

    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


class Click(NamedTuple):
    """Who followed which link; its tags, if it has some."""

    link: str
    link_tags: Mapping[str, Sequence[str]] | None = None
    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


class Preferences(NamedTuple):
    """Which topics of a contact list a contact takes: (topic, ``"OptIn"`` or ``"OptOut"``) each."""

    unsubscribe_all: bool
    topics: tuple[tuple[str, str], ...]


class Subscription(NamedTuple):
    """How a contact changed what it subscribed to; ``source`` is where it said so."""

    contact_list: str
    new: Preferences
    old: Preferences
    source: str = "UnsubscribeHeader"


Details = PlainDelivery | Bounce | Complaint | Delay | RenderingFailure | Open | Click | Subscription
