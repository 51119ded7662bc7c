"""The face of SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sesmock.backends.backend import Backend
from sesmock.backends.sesv2 import NOUNS
from sesmock.protocol.rest_json import RestJsonCodec

if TYPE_CHECKING:
    from sesmock.protocol.codec import Codec


class SesV2Backend(Backend):
    """SES v2: REST, JSON both ways."""

    api: ClassVar[str] = "sesv2"
    codec_class: ClassVar[type[Codec]] = RestJsonCodec


sesv2 = SesV2Backend("sesmock.backends.sesv2", NOUNS)
