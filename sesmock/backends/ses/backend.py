"""The SES v1 backend: Query requests and XML responses."""

from __future__ import annotations

from sesmock.apis import SES
from sesmock.backends.backend import Backend
from sesmock.protocol.query import QueryCodec

ses = Backend(SES, QueryCodec)
