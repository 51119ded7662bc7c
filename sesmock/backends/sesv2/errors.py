"""How SES v2 writes domain errors. Spec: errors.md §2, §3."""

from __future__ import annotations

from sesmock.backends.backend import ErrorMapping
from sesmock.domain.configuration_sets.errors import (
    ConfigurationSetDoesNotExist,
    ConfigurationSetSendingPaused,
    SendingPoolDoesNotExist,
)
from sesmock.domain.endpoints.errors import EndpointIsProvisioned
from sesmock.domain.errors import (
    AccountSendingPaused,
    AlreadyExists,
    Conflict,
    DomainError,
    InternalFailure,
    InvalidNextToken,
    InvalidParameter,
    LimitExceeded,
    MessageRejected,
    NoTagKeys,
    NotFound,
    Throttled,
)
from sesmock.domain.identities.errors import MailFromDomainNotVerified
from sesmock.domain.reputation.errors import IdentitySendingPaused
from sesmock.domain.sending.errors import AccessDenied, AccountSuspended, DailyQuotaExceeded
from sesmock.domain.templates.errors import InvalidDataOnSend, InvalidTemplateData, TemplateDoesNotExist
from sesmock.domain.tenants.errors import TenantNotAssociated, TenantSendingPaused

_INVALID_DATA = ErrorMapping("BadRequestException", sentence="Unable to parse template data (invalid JSON).")
ERRORS: dict[type[DomainError], ErrorMapping] = {
    # The model lacks AccessDeniedException and therefore its status. Spec: errors.md §2.
    AccessDenied: ErrorMapping("AccessDeniedException", status=403),
    AccountSendingPaused: ErrorMapping("SendingPausedException"),
    AccountSuspended: ErrorMapping("AccountSuspendedException"),
    AlreadyExists: ErrorMapping("AlreadyExistsException"),
    ConfigurationSetSendingPaused: ErrorMapping("SendingPausedException"),
    Conflict: ErrorMapping("ConflictException"),
    DomainError: ErrorMapping("BadRequestException"),
    InvalidDataOnSend: _INVALID_DATA,
    IdentitySendingPaused: ErrorMapping("SendingPausedException"),
    EndpointIsProvisioned: ErrorMapping("ConcurrentModificationException", status=500),
    InternalFailure: ErrorMapping("InternalFailure"),
    InvalidNextToken: ErrorMapping("InvalidNextTokenException"),
    InvalidTemplateData: _INVALID_DATA,
    LimitExceeded: ErrorMapping("LimitExceededException"),
    MailFromDomainNotVerified: ErrorMapping("MailFromDomainNotVerifiedException"),
    MessageRejected: ErrorMapping("MessageRejected"),
    NoTagKeys: ErrorMapping("ValidationException", empty_body=True),
    NotFound: ErrorMapping("NotFoundException"),
    TenantNotAssociated: ErrorMapping("AccessDeniedException", status=403),
    TenantSendingPaused: ErrorMapping("SendingPausedException"),
    Throttled: ErrorMapping("TooManyRequestsException"),
}
"""The wire format by class of domain errors; a class without an entry uses its parent's."""

BULK_STATUSES: dict[type[DomainError], str] = {
    AccountSendingPaused: "ACCOUNT_SENDING_PAUSED",
    AccountSuspended: "ACCOUNT_SUSPENDED",
    ConfigurationSetDoesNotExist: "CONFIGURATION_SET_NOT_FOUND",
    ConfigurationSetSendingPaused: "CONFIGURATION_SET_SENDING_PAUSED",
    DailyQuotaExceeded: "ACCOUNT_DAILY_QUOTA_EXCEEDED",
    DomainError: "FAILED",
    InternalFailure: "TRANSIENT_FAILURE",
    InvalidParameter: "INVALID_PARAMETER",
    MailFromDomainNotVerified: "MAIL_FROM_DOMAIN_NOT_VERIFIED",
    MessageRejected: "MESSAGE_REJECTED",
    SendingPoolDoesNotExist: "INVALID_SENDING_POOL_NAME",
    TemplateDoesNotExist: "TEMPLATE_NOT_FOUND",
    Throttled: "ACCOUNT_THROTTLED",
}
"""The status of a bulk entry by the class of its error; a class without an entry uses its parent's."""
