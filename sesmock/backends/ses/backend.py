"""The face of SES v1."""

from __future__ import annotations

from typing import ClassVar

from sesmock.backends.backend import Backend
from sesmock.backends.ses import NOUNS
from sesmock.protocol.codec import Codec
from sesmock.protocol.query import QueryCodec


class SesBackend(Backend):
    """SES v1: Query requests, XML answers."""

    api: ClassVar[str] = "ses"
    codec_class: ClassVar[type[Codec]] = QueryCodec


ses = SesBackend("sesmock.backends.ses", NOUNS)
