"""What of aiobotocore is patched while a mock is active. Imported only when aiobotocore is loaded."""

from __future__ import annotations

import asyncio
import sys
from functools import cache
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
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sesmock.http import HttpResponse
    from sesmock.transport.interception import RequestHandler

    Send = Callable[[Any, Any], Coroutine[Any, Any, Any]]

# aiobotocore imports it by itself, where it has it.
_HttpxSession: Any = getattr(sys.modules.get("aiobotocore.httpxsession"), "HttpxSession", None)
SESSIONS: tuple[Any, ...] = (AIOHTTPSession, _HttpxSession) if _HttpxSession else (AIOHTTPSession,)
"""The classes that send the requests of clients."""
_create_client: Callable[..., Coroutine[Any, Any, Any]] = AioSession._create_client
_acquire: Callable[..., Coroutine[Any, Any, bool]] = AsyncTokenBucket.acquire
_sign: Callable[..., Coroutine[Any, Any, None]] = AioRequestSigner.sign
_state: dict[str, Callable[[], RequestHandler | None]] = {}


def install(active: Callable[[], RequestHandler | None]) -> None:
    """Patch the classes of aiobotocore; ``active`` returns the innermost mock."""
    _state["active"] = active
    for patch in _patches():
        patch.apply()


def uninstall() -> None:
    """Put back what is still as `install` left it."""
    for patch in reversed(_patches()):
        patch.revert()


def _active() -> RequestHandler | None:
    return _state["active"]()


@cache
def _patches() -> tuple[Patch, ...]:
    """Return the patches; always the same objects, so that entering a mock costs next to nothing."""
    stand_in = _Asyncio()
    return (
        *(Patch(session, "send", _sender(session.send)) for session in SESSIONS),
        Patch(AioSession, "_create_client", create_client),
        Patch(AioRequestSigner, "sign", sign),
        Patch(aiobotocore.endpoint, "asyncio", stand_in),
        Patch(aiobotocore.waiter, "asyncio", stand_in),
        Patch(AsyncTokenBucket, "acquire", _acquire_at_once),
        *(Patch(owner, "_sleep", _sleeper(owner._sleep)) for owner in _sleeping_by_anyio()),
    )


def _sleeping_by_anyio() -> list[Any]:
    """Return the classes that wait by anyio, for clients on httpx; older versions have none."""
    found = (
        getattr(aiobotocore.endpoint, "AnyioEndpoint", None),
        getattr(aiobotocore.waiter, "AnyioWaiter", None),
    )
    return [each for each in found if each is not None]


class _Asyncio:
    """Stands in for the module ``asyncio`` where aiobotocore waits before it tries again."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    def sleep(self, seconds: float) -> Coroutine[Any, Any, None]:
        """Wait, or let other tasks have their turn if the innermost mock says not to."""
        return asyncio.sleep(seconds if retry_delays.waits(_active()) else 0)


def _sleeper(original: Send) -> Send:
    async def sleep(waiting: Any, seconds: float) -> None:
        await original(waiting, seconds if retry_delays.waits(_active()) else 0)

    return sleep


async def _acquire_at_once(bucket: Any, *args: Any, **kwargs: Any) -> bool:
    """Stand in where the adaptive retry mode waits for the rate that it set itself."""
    return await _acquire(bucket, *args, **kwargs) if retry_delays.waits(_active()) else True


def _sender(original: Send) -> Send:
    async def send(session: Any, request: Any) -> Any:
        """Answer a request to SES, refuse one to other services of AWS, let all others leave."""
        active = _active()
        answer = None if active is None else exchange.answer(active, request, _read_timeout(session))
        return await (original(session, request) if answer is None else _given(session, request, answer))

    return send


async def send_bound(session: Any, request: Any) -> Any:
    """Send a request of a client that was made inside a mock: it never leaves but by a passthrough."""
    active = _active()
    if active is None:
        clients.refuse(request)
    answer = exchange.answer(active, request, _read_timeout(session))  # type: ignore[arg-type]
    if answer is None:
        return await type(session).send(session, request)
    return await _given(session, request, answer)


def _read_timeout(session: Any) -> float | None:
    """Return the seconds for which a session waits for an answer, as aiohttp names them or httpx."""
    timeout = getattr(session, "_timeout", None)
    seconds: float | None = getattr(timeout, "sock_read", None) or getattr(timeout, "read", None)
    return seconds


async def _given(session: Any, request: Any, answer: HttpResponse) -> Any:
    """Return an answer as a response, after the turn of other tasks: real ones take their time too."""
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


async def create_client(session: Any, service_name: str, *args: Any, **kwargs: Any) -> Any:
    """Make a client; one of SES needs no credentials, no region and no profile, and never reaches AWS."""
    active = _active()
    if active is None or service_name not in APIS:
        return await _create_client(session, service_name, *args, **kwargs)
    with clients.making(session, active, args, kwargs):
        client = await _create_client(session, service_name, *args, **kwargs)
    clients.bind(client, send_bound)
    return client


async def sign(
    signer: Any,
    operation_name: str,
    request: Any,
    region_name: str | None = None,
    signing_type: str = "standard",
    *args: Any,
    **kwargs: Any,
) -> None:
    """Sign requests of SES with the stand-in, all others as aiobotocore does."""
    if not signing.stands_in(signer, request, region_name, signing_type):
        await _sign(signer, operation_name, request, region_name, signing_type, *args, **kwargs)


class _Raw:
    """The stream of a response, for those who read it by themselves, and its headers as older versions ask for them."""

    __slots__ = ("_answer", "_is_read")

    def __init__(self, answer: HttpResponse) -> None:
        self._answer = answer
        self._is_read = False

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as bytes."""
        return [(name.encode(), value.encode()) for name, value in self._answer.headers.items()]

    async def read(self, *_: Any) -> bytes:
        """Return what is left of the body."""
        was_read, self._is_read = self._is_read, True
        return b"" if was_read else self._answer.body

    aread = read  # as httpx names it
