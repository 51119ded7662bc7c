"""The patches to aiobotocore while a mock is active. Imported only when aiobotocore is loaded."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import aiobotocore.endpoint
import aiobotocore.waiter
from aiobotocore.awsrequest import AioAWSResponse
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.retries.bucket import AsyncTokenBucket
from aiobotocore.session import AioSession
from aiobotocore.signers import AioRequestSigner

from sesmock.apis import APIS
from sesmock.transport import clients, exchange, retry_delays, signing
from sesmock.transport.patches import Patch, PatchSet

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sesmock.http import HttpResponse
    from sesmock.transport.request_handler import RequestHandler

    Send = Callable[[Any, Any], Coroutine[Any, Any, Any]]

# The imports above have loaded this module if the version of aiobotocore supports httpx.
_HttpxSession: Any = getattr(sys.modules.get("aiobotocore.httpxsession"), "HttpxSession", None)
SESSIONS: tuple[Any, ...] = (AIOHTTPSession, _HttpxSession) if _HttpxSession else (AIOHTTPSession,)
"""The session classes that send the requests of clients."""


_ERROR = 400  # the lowest status of a response that a client may retry


def make_patches(active: Callable[[], RequestHandler | None], update: Callable[[], None]) -> PatchSet:
    """Return the patches to aiobotocore, built from the same functions as the patches to botocore."""
    asyncio_replacement = partial(_Asyncio, active)
    return PatchSet(
        *(Patch(session, "send", partial(_wrap_send, active)) for session in SESSIONS),
        Patch(AioSession, "_create_client", partial(_wrap_create_client, active, update)),
        Patch(AioRequestSigner, "sign", _wrap_sign),
        # Only these two modules sleep between attempts, so `asyncio` is replaced in them alone.
        Patch(aiobotocore.endpoint, "asyncio", asyncio_replacement),
        Patch(aiobotocore.waiter, "asyncio", asyncio_replacement),
        Patch(AsyncTokenBucket, "acquire", partial(_wrap_acquire, active)),
        *(Patch(owner, "_sleep", partial(_wrap_sleep, active)) for owner in _find_anyio_waiters()),
    )


def _find_anyio_waiters() -> list[Any]:
    """Return the classes that wait through anyio, for clients on httpx; older versions have none."""
    waiters = (
        getattr(aiobotocore.endpoint, "AnyioEndpoint", None),
        getattr(aiobotocore.waiter, "AnyioWaiter", None),
    )
    return [each for each in waiters if each is not None]


class _Asyncio:
    """Replaces the module ``asyncio`` where aiobotocore waits before a retry."""

    def __init__(self, active: Callable[[], RequestHandler | None], original: Any) -> None:
        self._active = active
        self._original = original

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)

    def sleep(self, seconds: float) -> Coroutine[Any, Any, None]:
        """Sleep, or only yield to other tasks if the innermost mock makes retries skip their waits."""
        return self._original.sleep(seconds if retry_delays.should_wait(self._active()) else 0)  # type: ignore[no-any-return]


def _wrap_sleep(active: Callable[[], RequestHandler | None], original: Send) -> Send:
    async def sleep(waiting: Any, seconds: float) -> None:
        await original(waiting, seconds if retry_delays.should_wait(active()) else 0)

    return sleep


def _wrap_acquire(
    active: Callable[[], RequestHandler | None], original: Callable[..., Coroutine[Any, Any, bool]]
) -> Callable[..., Coroutine[Any, Any, bool]]:
    async def acquire(bucket: Any, *args: Any, **kwargs: Any) -> bool:
        """Skip the rate limit of the adaptive retry mode if retries do not wait."""
        return await original(bucket, *args, **kwargs) if retry_delays.should_wait(active()) else True

    return acquire


def _wrap_send(active: Callable[[], RequestHandler | None], original: Send) -> Send:
    async def send(session: Any, request: Any) -> Any:
        """Answer a request to SES, refuse a request to another AWS service, and send all others."""
        handler = active()
        if handler is None:
            return await original(session, request)
        try:
            await _read_stream(handler, request)
            answer = exchange.answer(handler, request, _read_timeout(session))
        except Exception:
            clients.hold_retries(session, request, active)
            raise
        if answer is None:
            return await original(session, request)
        if answer.status >= _ERROR:
            clients.hold_retries(session, request, active)
        return await _respond(session, request, answer)

    return send


def _wrap_create_client(
    active: Callable[[], RequestHandler | None],
    update: Callable[[], None],
    original: Callable[..., Coroutine[Any, Any, Any]],
) -> Callable[..., Coroutine[Any, Any, Any]]:
    send_bound = partial(_send_bound, active)

    async def create_client(session: Any, service_name: str, *args: Any, **kwargs: Any) -> Any:
        """Create a client; an SES client needs no credentials, region or profile, and never reaches AWS."""
        handler = active()
        # Other services keep their own errors about missing credentials: only SES is mocked.
        if handler is None or service_name not in APIS:
            return await original(session, service_name, *args, **kwargs)
        update()
        with clients.provide_settings(session, handler, args, kwargs):
            client = await original(session, service_name, *args, **kwargs)
        clients.bind(client, send_bound)
        return client

    return create_client


def _wrap_sign(
    original: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., Coroutine[Any, Any, None]]:
    async def sign(
        signer: Any,
        operation_name: str,
        request: Any,
        region_name: str | None = None,
        signing_type: str = "standard",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Sign requests to SES with the placeholder signature, and all others as aiobotocore does."""
        if not signing.sign_with_placeholder(signer, request, region_name, signing_type):
            await original(signer, operation_name, request, region_name, signing_type, *args, **kwargs)

    return sign


async def _send_bound(active: Callable[[], RequestHandler | None], session: Any, request: Any) -> Any:
    """Send a request of a client that was created inside a mock; only passthrough requests leave the process."""
    handler = active()
    if handler is None:
        clients.refuse(request)
    await _read_stream(handler, request)  # type: ignore[arg-type]
    answer = exchange.answer(handler, request, _read_timeout(session))  # type: ignore[arg-type]
    if answer is None:
        return await type(session).send(session, request)
    return await _respond(session, request, answer)


async def _read_stream(handler: RequestHandler, request: Any) -> None:
    """Read the body of a request to SES if it is an asynchronous iterator; leave all others unread."""
    if hasattr(request.body, "__aiter__") and handler.serves(exchange.read(request)):
        request.body = b"".join([chunk async for chunk in request.body])


def _read_timeout(session: Any) -> float | None:
    """Return a session's read timeout in seconds, from the attribute that aiohttp or httpx uses."""
    timeout = getattr(session, "_timeout", None)
    seconds: float | None = getattr(timeout, "sock_read", None) or getattr(timeout, "read", None)
    return seconds


async def _respond(session: Any, request: Any, answer: HttpResponse) -> Any:
    """Return a response for the client, after giving other tasks a turn, as a real request does."""
    await _pause(session)
    response: Any = AioAWSResponse(request.url, answer.status, answer.headers, _Raw(answer))
    response._content = answer.body
    return response


async def _pause(session: Any) -> None:
    if _HttpxSession is not None and isinstance(session, _HttpxSession):
        import anyio

        await anyio.sleep(0)
    else:
        await asyncio.sleep(0)


class _Raw:
    """The stream of a response, for callers that read it themselves. Old versions of aiobotocore need its headers."""

    __slots__ = ("_answer", "_is_read")

    def __init__(self, answer: HttpResponse) -> None:
        self._answer = answer
        self._is_read = False

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as bytes."""
        # aiobotocore 2.14 builds the headers of a response from these bytes, the form in which aiohttp stores
        # them (endpoint.py).
        return [(name.encode(), value.encode()) for name, value in self._answer.headers.items()]

    async def read(self, *_: Any) -> bytes:
        """Return the rest of the body."""
        was_read, self._is_read = self._is_read, True
        return b"" if was_read else self._answer.body

    aread = read  # httpx's name for the method
