"""An in-process mock of Amazon SES for Python tests."""

from __future__ import annotations

from importlib import import_module
from os import environ
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sesmock.domain.events.event_types import EventType
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.publications import Publication
    from sesmock.domain.mail.addresses import Address
    from sesmock.domain.mail.messages import SentMessage
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
    from sesmock.inspector.matcher import Mail
    from sesmock.mock import current, mock_ses
    from sesmock.smtp.credentials import smtp_password

__all__ = [
    "Address",
    "Event",
    "EventType",
    "Fault",
    "Mail",
    "MissingTemplateAttribute",
    "NoActiveMock",
    "OperationNotSupported",
    "Publication",
    "Received",
    "SentMessage",
    "SesMock",
    "SesmockError",
    "UnmockedCall",
    "current",
    "mock_ses",
    "smtp_password",
]

_MODULES = {
    "Address": "domain.mail.addresses",
    "Event": "domain.events.events",
    "EventType": "domain.events.event_types",
    "Fault": "faults.faults",
    "Mail": "inspector.matcher",
    "Publication": "domain.events.publications",
    "Received": "domain.receiving.received",
    "SentMessage": "domain.mail.messages",
    "SesMock": "handle",
    "current": "mock",
    "mock_ses": "mock",
    "smtp_password": "smtp.credentials",
}

_HINTS = {
    "mock_sesv2": "; sesmock.mock_ses mocks SES v1, SES v2 and Pinpoint Email alike",
    "mock_aws": "; write sesmock.mock_ses for SES, beside moto's mock_aws for other services, or import sesmock.moto "
    "to have moto's mock_aws mock SES by sesmock",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, as importing sesmock must cost next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{_HINTS.get(name, '')}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'exceptions')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


if environ.get("SESMOCK_IN_MOCK_AWS", "").lower() in {"1", "true", "yes", "on"}:
    from importlib.util import find_spec

    if find_spec("moto") is not None:
        import_module("sesmock.moto")
