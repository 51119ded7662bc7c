"""The face of Pinpoint Email: SES v2's functions behind a model of its own."""

from __future__ import annotations

from sesmock.apis import PINPOINT_EMAIL
from sesmock.backends.backend import Backend
from sesmock.backends.pinpoint_email import NOUNS
from sesmock.protocol.rest_json import RestJsonCodec

pinpoint_email = Backend(PINPOINT_EMAIL, RestJsonCodec, NOUNS)
