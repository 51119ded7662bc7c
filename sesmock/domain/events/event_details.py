"""The details of events, apart from their message, time and recipients. Spec: events.md §7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from sesmock.domain.mail import event_constants
from sesmock.domain.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class BounceType(Word):
    """Whether later mail to the recipient will bounce as well."""

    UNDETERMINED = "Undetermined"
    PERMANENT = "Permanent"
    TRANSIENT = "Transient"


BounceTypeText = Literal["Undetermined", "Permanent", "Transient"]


class BounceSubtype(Word):
    """The reason for a bounce."""

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
    """The reason for a complaint."""

    ABUSE = "abuse"
    AUTH_FAILURE = "auth-failure"
    FRAUD = "fraud"
    NOT_SPAM = "not-spam"
    OTHER = "other"
    VIRUS = "virus"


FeedbackTypeText = Literal["abuse", "auth-failure", "fraud", "not-spam", "other", "virus"]


class DelayType(Word):
    """The reason for a delay."""

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
    """The reason for a complaint without a feedback report."""

    ON_ACCOUNT_SUPPRESSION_LIST = "OnAccountSuppressionList"


class PlainDelivery:
    """A delivery to a server without TLS."""

    __slots__ = ()


class Bounce(NamedTuple):
    """The details of a bounce; an automatic reply, such as a vacation notice, has fewer details than a refusal.

    ``lacks_tls`` is true if the message requires TLS but the server does not offer it. ``opted_out`` is true if SES
    withheld the message because the contact had opted out.
    """

    type: BounceType = BounceType.PERMANENT
    subtype: BounceSubtype = BounceSubtype.GENERAL
    automatic_reply: bool = False
    lacks_tls: bool = False
    opted_out: bool = False


class Complaint(NamedTuple):
    """The details of a complaint; one from the suppression list has a subtype, but no feedback report.

    ``feedback_type`` and ``user_agent`` come from the feedback report.
    """

    subtype: ComplaintSubtype | None = None
    feedback_type: FeedbackType | None = FeedbackType.ABUSE
    user_agent: str | None = event_constants.FEEDBACK_LOOP


class Delay(NamedTuple):
    """The reason for a delay, and the time when SES stops retrying, in seconds since 1970."""

    type: DelayType
    expires_at: float


class RenderingFailure(NamedTuple):
    """The reason why a template could not be rendered."""

    error_message: str
    template_name: str


class Open(NamedTuple):
    """The user agent and the IP address of the reader who opened a message."""

    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


class Click(NamedTuple):
    """The link that a reader clicked, its tags, if any, and the reader's user agent and IP address."""

    link: str
    link_tags: Mapping[str, Sequence[str]] | None = None
    user_agent: str = event_constants.READER_USER_AGENT
    ip_address: str = event_constants.READER_IP


class Preferences(NamedTuple):
    """A contact's preferences; ``topics`` are pairs of a topic name and ``"OptIn"`` or ``"OptOut"``."""

    unsubscribe_all: bool
    topics: tuple[tuple[str, str], ...]


class Subscription(NamedTuple):
    """A change of a contact's preferences; ``source`` is where the contact made it."""

    contact_list: str
    new: Preferences
    old: Preferences
    source: str = "UnsubscribeHeader"


Details = PlainDelivery | Bounce | Complaint | Delay | RenderingFailure | Open | Click | Subscription
