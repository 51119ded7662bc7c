"""The face of Pinpoint Email: SES v2's functions behind a model of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sesmock.backends.backend import Backend
from sesmock.backends.pinpoint_email import NOUNS
from sesmock.protocol.rest_json import RestJsonCodec

if TYPE_CHECKING:
    from sesmock.protocol.codec import Codec


class PinpointEmailBackend(Backend):
    """Pinpoint Email: REST, JSON both ways."""

    api: ClassVar[str] = "pinpoint-email"
    codec_class: ClassVar[type[Codec]] = RestJsonCodec


pinpoint_email = PinpointEmailBackend("sesmock.backends.pinpoint_email", NOUNS)
