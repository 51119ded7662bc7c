"""An in-process mock of Amazon SES for Python tests."""

from __future__ import annotations

from importlib import import_module
from os import environ
from sys import _getframe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.calls import Call
    from sesmock.domain.account import Account
    from sesmock.domain.events.event_types import EventType
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
    from sesmock.domain.mail.outcomes import Outcome
    from sesmock.domain.mail.parsed_mail import Attachment
    from sesmock.domain.receiving.received import Received
    from sesmock.exceptions import (
        MissingTemplateAttribute,
        NoActiveMock,
        OperationNotSupported,
        SesmockError,
        UnmockedCall,
    )
    from sesmock.faults.faults import Fault
    from sesmock.handle import SesMock
    from sesmock.inspector.events import Events
    from sesmock.inspector.html_check.checker import HtmlFinding, check_html
    from sesmock.inspector.matcher import Mail
    from sesmock.inspector.outbox import Outbox
    from sesmock.inspector.publications import Publications
    from sesmock.inspector.received import ReceivedMail
    from sesmock.inspector.rejected import Rejected
    from sesmock.mock import MockSes, current, mock_ses
    from sesmock.server.running import SesServer
    from sesmock.smtp.credentials import smtp_password

__all__ = [
    "Account",
    "Address",
    "Attachment",
    "Call",
    "Event",
    "EventType",
    "Events",
    "Fault",
    "HtmlFinding",
    "Mail",
    "MissingTemplateAttribute",
    "MockSes",
    "NoActiveMock",
    "OperationNotSupported",
    "Outbox",
    "Outcome",
    "Publication",
    "Publications",
    "Received",
    "ReceivedMail",
    "Rejected",
    "SentMessage",
    "SesMock",
    "SesServer",
    "SesmockError",
    "UnmockedCall",
    "check_html",
    "current",
    "mock_ses",
    "smtp_password",
]

# The modules of the public names; names that are missing here come from `exceptions`.
_MODULES = {
    "Account": "domain.account",
    "Address": "domain.mail.addresses",
    "Attachment": "domain.mail.parsed_mail",
    "Call": "calls",
    "Event": "domain.events.events",
    "EventType": "domain.events.event_types",
    "Events": "inspector.events",
    "Fault": "faults.faults",
    "HtmlFinding": "inspector.html_check.checker",
    "Mail": "inspector.matcher",
    "MockSes": "mock",
    "Outbox": "inspector.outbox",
    "Outcome": "domain.mail.outcomes",
    "Publication": "domain.events.publications",
    "Publications": "inspector.publications",
    "Received": "domain.receiving.received",
    "ReceivedMail": "inspector.received",
    "Rejected": "inspector.rejected",
    "SentMessage": "domain.mail.messages",
    "SesMock": "handle",
    "SesServer": "server.running",
    "check_html": "inspector.html_check.checker",
    "current": "mock",
    "mock_ses": "mock",
    "smtp_password": "smtp.credentials",
}

_HINTS = {
    "Message": "; did you mean SentMessage?",
    "MockSES": "; did you mean MockSes?",
    "SESMock": "; did you mean SesMock?",
    "ses_mock": "; ses_mock is a pytest fixture; the decorator and context manager is sesmock.mock_ses",
    "mock_sesv2": "; sesmock.mock_ses mocks SES v1, SES v2 and Pinpoint Email alike",
    "mock_aws": "; write sesmock.mock_ses for SES, next to moto's mock_aws for other services, or import sesmock.moto "
    "to have moto's mock_aws mock SES with sesmock",
}


def __getattr__(name: str) -> object:
    """Import a public name on first access, so that ``import sesmock`` stays cheap."""
    if name not in __all__:
        raise _build_error(name)
    value: object = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'exceptions')}"), name)
    # Python calls this function only for names that the module lacks (PEP 562), so the next access is direct.
    globals()[name] = value
    return value


def _build_error(name: str) -> Exception:
    """Return the error for an unknown name.

    ``from sesmock import name`` replaces an AttributeError with an ImportError that lacks the hint. Before that,
    importlib looks the name up with ``hasattr``, which lets an ImportError through.
    """
    text = f"module {__name__!r} has no attribute {name!r}{_HINTS.get(name, '')}"
    # Frame 0 is this function, frame 1 is __getattr__, and frame 2 is the code that looks the name up.
    is_import = _getframe(2).f_globals.get("__name__") == "importlib._bootstrap"
    return ImportError(text, name=__name__) if is_import and name in _HINTS else AttributeError(text)


def __dir__() -> list[str]:
    return __all__


if environ.get("SESMOCK_IN_MOCK_AWS", "").lower() in {"1", "true", "yes", "on"}:
    from importlib.util import find_spec

    # Subprocesses inherit the variable, and may run in an environment without moto.
    if find_spec("moto") is not None:
        import_module("sesmock.moto")
