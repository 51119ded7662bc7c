"""The face of SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sesmock.backends.backend import Backend
from sesmock.backends.ses import NOUNS
from sesmock.protocol.query import QueryCodec

if TYPE_CHECKING:
    from sesmock.protocol.codec import Codec


class SesBackend(Backend):
    """SES v1: Query requests, XML answers."""

    api: ClassVar[str] = "ses"
    codec_class: ClassVar[type[Codec]] = QueryCodec


ses = SesBackend("sesmock.backends.ses", NOUNS)
