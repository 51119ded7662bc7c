"""An in-process mock of Amazon SES for Python tests."""

from __future__ import annotations

from importlib import import_module
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
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, as importing sesmock must cost next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'exceptions')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
