"""The backend of Pinpoint Email: SES v2's functions and errors with its own model."""

from __future__ import annotations

from sesmock.apis import PINPOINT_EMAIL
from sesmock.backends.backend import Backend
from sesmock.backends.sesv2.backend import sesv2
from sesmock.protocol.rest_json import RestJsonCodec

pinpoint_email = Backend(PINPOINT_EMAIL, RestJsonCodec, adopts=sesv2)
