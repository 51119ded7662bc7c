"""SES's SMTP replies. Spec: smtp.md §2, §3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sesmock.backends.backend import look_up
from sesmock.backends.ses.errors import ERRORS
from sesmock.calls import CallError
from sesmock.domain.configuration_sets.errors import (
    ConfigurationSetDoesNotExist,
    DefaultConfigurationSetDoesNotExist,
)
from sesmock.smtp import unconfirmed_replies

if TYPE_CHECKING:
    from sesmock.domain.errors import DomainError

OK = "250 Ok"
READY_FOR_TLS = "220 Ready to start TLS"
BYE = "221 Bye"
AUTHENTICATED = "235 Authentication successful."
ASK_USER = "334 VXNlcm5hbWU6"  # "Username:" in base64
ASK_PASSWORD = "334 UGFzc3dvcmQ6"
ASK_PLAIN = "334 Ok"
SEND_DATA = "354 End data with <CR><LF>.<CR><LF>"
TOO_MANY_CONNECTIONS = "421 Too many concurrent SMTP connections"
TEMPORARY_FAILURE = "451 Temporary service failure"
TIMEOUT = "451 4.4.2 Timeout waiting for data from client."
INVALID_SENDER = "501 Invalid MAIL FROM address provided"
INVALID_RECIPIENT = "501 Invalid RCPT TO address provided"
SENDER_IS_KNOWN = "503 Sender already specified."
NEED_RECIPIENT = "503 Error: need RCPT command"
NEED_TLS = "530 Must issue a STARTTLS command first"
NEED_AUTHENTICATION = "530 Authentication required"
INVALID_CREDENTIALS = "535 Authentication Credentials Invalid"
TOO_LONG = "552 5.3.4 Message is too long."

# The text before the message of an error, by its code in SES v1.
_LABELS = {
    "AccessDenied": "554 Access denied: ",
    "AccountSendingPausedException": "554 Message rejected: ",
    "ConfigurationSetDoesNotExist": "554 Configuration Set does not exist: ",
    "ConfigurationSetSendingPausedException": unconfirmed_replies.CONFIGURATION_SET_PAUSED,
    "MailFromDomainNotVerifiedException": "554 MAIL FROM domain not verified: ",
    "MessageRejected": "554 Message rejected: ",
    "Throttling": "454 Throttling failure: ",
}
_TRANSACTION_FAILED = "554 Transaction failed: "
_WITHOUT_SENTENCE = {
    "ExpiredToken": INVALID_CREDENTIALS,
    "InternalFailure": TEMPORARY_FAILURE,
    "InvalidClientTokenId": INVALID_CREDENTIALS,
    "OptInRequired": "535 Account not subscribed to SES",
    "ServiceUnavailable": "454 Temporary service failure",
    "SignatureDoesNotMatch": INVALID_CREDENTIALS,
}
# The replies by number, for tests that specify only the number.
_BY_STATUS = {
    421: TOO_MANY_CONNECTIONS,
    451: TEMPORARY_FAILURE,
    454: "454 Temporary service failure",
    530: NEED_AUTHENTICATION,
    535: INVALID_CREDENTIALS,
    552: TOO_LONG,
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def from_code(code: str, sentence: str | None) -> str:
    """Return the reply for an error by its code in SES v1; a message set by the test replaces SES's."""
    reply = _WITHOUT_SENTENCE.get(code)
    if reply is not None:
        return reply
    # A line break in a test's message would end the reply, and the client would read the rest as another
    # reply.
    return _CONTROL.sub(" ", _LABELS.get(code, _TRANSACTION_FAILED) + (sentence or ""))


def from_status(status: int) -> str:
    """Return SES's reply with a number, or an unconfirmed one if SES's is not known."""
    return _BY_STATUS.get(status, unconfirmed_replies.OTHER_STATUS.format(status=status))


def refuse(error: DomainError) -> tuple[CallError, str]:
    """Return the error for the journal and the reply to a refused message."""
    if isinstance(error, DefaultConfigurationSetDoesNotExist):  # Spec: smtp.md §3 [U]
        error = ConfigurationSetDoesNotExist(error.name)
    code, sentence = look_up(ERRORS, type(error)).code, str(error)
    reply = from_code(code, sentence)
    return CallError(code, sentence, status(reply)), reply


def status(reply: str) -> int:
    """Return the number of a reply."""
    return int(reply[:3])


def is_error(reply: str) -> bool:
    """Return whether a reply reports an error."""
    return reply[0] in "45"
