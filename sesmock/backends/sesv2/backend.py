"""The face of SES v2: REST, JSON both ways."""

from __future__ import annotations

from sesmock.apis import SESV2
from sesmock.backends.backend import Backend
from sesmock.protocol.rest_json import RestJsonCodec

sesv2 = Backend(SESV2, RestJsonCodec)
