"""How SES v2 writes what SES refuses. Spec: v2.md §0, sending.md §1.3."""

from __future__ import annotations

from sesmock.backends.backend import Modelled
from sesmock.domain import errors

_INVALID_DATA = Modelled("BadRequestException", sentence="Unable to parse template data (invalid JSON).")
ERRORS: dict[type[errors.DomainError], Modelled] = {
    errors.AccessDenied: Modelled("AccessDeniedException", status=403),
    errors.AccountSendingPaused: Modelled("SendingPausedException"),
    errors.AccountSuspended: Modelled("AccountSuspendedException"),
    errors.AlreadyExists: Modelled("AlreadyExistsException"),
    errors.Conflict: Modelled("ConflictException"),
    errors.ConfigurationSetSendingPaused: Modelled("SendingPausedException"),
    errors.DomainError: Modelled("BadRequestException"),
    errors.InvalidNextToken: Modelled("InvalidNextTokenException"),
    errors.InvalidDataOnSend: _INVALID_DATA,
    errors.InvalidTemplateData: _INVALID_DATA,
    errors.LimitExceeded: Modelled("LimitExceededException"),
    errors.MailFromDomainNotVerified: Modelled("MailFromDomainNotVerifiedException"),
    errors.MessageRejected: Modelled("MessageRejected"),
    errors.NotFound: Modelled("NotFoundException"),
    errors.Throttled: Modelled("TooManyRequestsException"),
}
"""How an error is answered."""

BULK_STATUSES: dict[type[errors.DomainError], str] = {
    errors.AccountSendingPaused: "ACCOUNT_SENDING_PAUSED",
    errors.AccountSuspended: "ACCOUNT_SUSPENDED",
    errors.ConfigurationSetDoesNotExist: "CONFIGURATION_SET_NOT_FOUND",
    errors.ConfigurationSetSendingPaused: "CONFIGURATION_SET_SENDING_PAUSED",
    errors.DailyQuotaExceeded: "ACCOUNT_DAILY_QUOTA_EXCEEDED",
    errors.DomainError: "FAILED",
    errors.InvalidParameter: "INVALID_PARAMETER",
    errors.MailFromDomainNotVerified: "MAIL_FROM_DOMAIN_NOT_VERIFIED",
    errors.MessageRejected: "MESSAGE_REJECTED",
    errors.TemplateDoesNotExist: "TEMPLATE_NOT_FOUND",
    errors.Throttled: "ACCOUNT_THROTTLED",
}
"""The status of an entry of a bulk send."""
