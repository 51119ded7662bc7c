"""The patches to botocore while a mock is active."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

import botocore.endpoint
import botocore.hooks
import botocore.session
import botocore.waiter
from botocore.awsrequest import AWSResponse
from botocore.hooks import EventAliaser
from botocore.httpsession import URLLib3Session
from botocore.regions import EndpointRulesetResolver
from botocore.retries.bucket import TokenBucket
from botocore.session import Session
from botocore.signers import RequestSigner
from urllib3 import Timeout

from sesmock.apis import APIS
from sesmock.transport import clients, exchange, loader, retry_delays, session_handlers, signing
from sesmock.transport.patches import Patch, PatchSet
from sesmock.transport.response_headers import ResponseHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock.http import HttpResponse
    from sesmock.transport.request_handler import RequestHandler

    Send = Callable[[URLLib3Session, Any], Any]


_ERROR = 400  # the lowest status of a response that a client may retry


def make_patches(active: Callable[[], RequestHandler | None], update: Callable[[], None]) -> PatchSet:
    """Return the patches to botocore.

    ``active`` returns the innermost mock; ``update`` applies the patches to libraries that were imported in
    the meantime.
    """
    time = partial(retry_delays.Time, active)
    return PatchSet(
        Patch(URLLib3Session, "send", partial(_wrap_send, active)),
        Patch(Session, "create_client", partial(_wrap_create_client, active, update)),
        Patch(Session, "get_scoped_config", clients.wrap_get_scoped_config),
        Patch(RequestSigner, "sign", signing.wrap_sign),
        Patch(EndpointRulesetResolver, "auth_schemes_to_signing_ctx", signing.wrap_auth_schemes),
        Patch(botocore.session, "create_loader", loader.wrap_create_loader),
        Patch(botocore.hooks, "accepts_kwargs", session_handlers.wrap_accepts_kwargs),
        Patch(EventAliaser, "__init__", session_handlers.wrap_aliaser_init),
        # Only these two modules sleep between attempts, so `time` is replaced in them alone.
        Patch(botocore.endpoint, "time", time),
        Patch(botocore.waiter, "time", time),
        Patch(TokenBucket, "acquire", partial(retry_delays.wrap_acquire, active)),
    )


def _wrap_send(active: Callable[[], RequestHandler | None], original: Send) -> Send:
    def send(session: URLLib3Session, request: Any) -> Any:
        """Answer a request to SES, refuse a request to another AWS service, and send all others."""
        handler = active()
        if handler is None:
            return original(session, request)
        try:
            answer = _answer(handler, session, request)
        except Exception:
            clients.hold_retries(session, request, active)
            raise
        if answer is None:
            return original(session, request)
        # A successful call is not retried, so only failed ones have to be remembered.
        if answer.status_code >= _ERROR:
            clients.hold_retries(session, request, active)
        return answer

    return send


def _wrap_create_client(
    active: Callable[[], RequestHandler | None], update: Callable[[], None], original: Callable[..., Any]
) -> Callable[..., Any]:
    send_bound = partial(_send_bound, active)

    def create_client(session: Session, service_name: str, *args: Any, **kwargs: Any) -> Any:
        """Create a client; an SES client needs no credentials, region or profile, and never reaches AWS."""
        handler = active()
        # Other services keep their own errors about missing credentials: only SES is mocked.
        if handler is None or service_name not in APIS:
            return original(session, service_name, *args, **kwargs)
        update()
        with clients.provide_settings(session, handler, args, kwargs):
            client = original(session, service_name, *args, **kwargs)
        clients.bind(client, send_bound)
        return client

    return create_client


def _send_bound(active: Callable[[], RequestHandler | None], session: URLLib3Session, request: Any) -> Any:
    """Send a request of a client that was created inside a mock; only passthrough requests leave the process."""
    handler = active()
    if handler is None:
        clients.refuse(request)
    answer = _answer(handler, session, request)  # type: ignore[arg-type]
    # The session's own attribute `send` is this function; the method of its class reaches the network.
    return type(session).send(session, request) if answer is None else answer


def _answer(handler: RequestHandler, session: URLLib3Session, request: Any) -> Any:
    answer = exchange.answer(handler, request, _read_timeout(session._timeout))  # type: ignore[attr-defined]
    if answer is None:
        return None
    return Response(request.url, answer)


@lru_cache(maxsize=32)
def _read_timeout(timeout: Timeout | float | None) -> Any:
    return timeout.read_timeout if isinstance(timeout, Timeout) else timeout


class Response(AWSResponse):
    """A response whose content is complete, so that nothing is read from a network."""

    def __init__(self, url: str, answer: HttpResponse) -> None:
        # AWSResponse.__init__ is not called, since it would copy the headers into a slower mapping.
        self.url = url
        self.status_code = answer.status
        self.headers = ResponseHeaders(answer.headers)
        self._content = answer.body

    @cached_property
    def raw(self) -> _Raw:
        """The stream of the content, which botocore does not read."""
        return _Raw(self.content)


class _Raw:
    """The stream of a response, for callers that read it themselves."""

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, *_: Any, **__: Any) -> bytes:
        """Return the rest of the body."""
        body, self._body = self._body, b""
        return body

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the body."""
        yield self.read()
