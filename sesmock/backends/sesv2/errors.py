"""How SES v2 writes what SES refuses. Spec: v2.md §0, sending.md §1.3."""

from __future__ import annotations

from sesmock.backends.backend import Modelled
from sesmock.domain import errors

_INVALID_DATA = Modelled("BadRequestException", sentence="Unable to parse template data (invalid JSON).")
ERRORS = {
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
