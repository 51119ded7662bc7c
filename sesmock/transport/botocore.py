"""What of botocore is patched while a mock is active, and how a request finds its answer."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.endpoint
import botocore.session
import botocore.waiter
from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session
from botocore.retries.bucket import TokenBucket
from botocore.session import Session
from botocore.signers import RequestSigner
from urllib3 import Timeout

from sesmock.apis import APIS
from sesmock.transport import clients, exchange, import_hook, loader, moto, retry_delays, signing
from sesmock.transport.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sesmock.transport.interception import RequestHandler

_send: Callable[[URLLib3Session, Any], Any] = URLLib3Session.send
_create_client: Callable[..., Any] = Session.create_client
_state: dict[str, Callable[[], RequestHandler | None]] = {}


def install(active: Callable[[], RequestHandler | None]) -> None:
    """Patch the classes of botocore; ``active`` returns the innermost mock."""
    _state["active"] = active
    for patch in _patches():
        patch.apply()
    import_hook.when_loaded(_install_aiobotocore)
    moto.stand_aside()
    _set_default_session()


def uninstall() -> None:
    """Put back what is still as `install` left it."""
    _restore_default_session()
    moto.restore()
    import_hook.forget(_install_aiobotocore)
    aiobotocore = sys.modules.get("sesmock.transport.aiobotocore")
    if aiobotocore is not None:
        aiobotocore.uninstall()
    for patch in reversed(_patches()):
        patch.revert()


def _active() -> RequestHandler | None:
    return _state["active"]()


def _install_aiobotocore() -> None:
    from sesmock.transport import aiobotocore

    aiobotocore.install(_active)


@cache
def _patches() -> tuple[Patch, ...]:
    """Return the patches; always the same objects, so that entering a mock costs next to nothing."""
    time = retry_delays.Time(_active)
    return (
        Patch(URLLib3Session, "send", send),
        Patch(Session, "create_client", create_client),
        Patch(Session, "get_scoped_config", clients.get_scoped_config),
        Patch(RequestSigner, "sign", signing.sign),
        Patch(botocore.session, "create_loader", loader.create_loader),
        Patch(botocore.endpoint, "time", time),
        Patch(botocore.waiter, "time", time),
        Patch(TokenBucket, "acquire", retry_delays.acquiring(_active)),
    )


def send(session: URLLib3Session, request: Any) -> Any:
    """Answer a request to SES, refuse one to other services of AWS, let all others leave."""
    active = _active()
    if active is None:  # somebody wrapped ours, and calls it after the end
        return _send(session, request)
    return _exchange(active, session, request)


def send_bound(session: URLLib3Session, request: Any) -> Any:
    """Send a request of a client that was made inside a mock: it never leaves but by a passthrough."""
    active = _active()
    if active is None:
        clients.refuse(request)
    return _exchange(active, session, request)  # type: ignore[arg-type]


def _exchange(active: RequestHandler, session: URLLib3Session, request: Any) -> Any:
    answer = exchange.answer(active, request, _read_timeout(session._timeout))  # type: ignore[attr-defined]
    if answer is None:
        return _send(session, request)
    response: Any = AWSResponse(request.url, answer.status, answer.headers, _Raw(answer.body))  # type: ignore[arg-type]
    response._content = answer.body
    return response


def _read_timeout(timeout: Timeout | float | None) -> Any:
    return timeout.read_timeout if isinstance(timeout, Timeout) else timeout


def create_client(session: Session, service_name: str, *args: Any, **kwargs: Any) -> Any:
    """Make a client; one of SES needs no credentials, no region and no profile, and never reaches AWS."""
    active = _active()
    if active is None or service_name not in APIS:
        return _create_client(session, service_name, *args, **kwargs)
    with clients.making(session, active, args, kwargs):
        client = _create_client(session, service_name, *args, **kwargs)
    clients.bind(client, send_bound)
    return client


class _Raw:
    """The stream of a response, for those who read it by themselves."""

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, *_: Any, **__: Any) -> bytes:
        """Return what is left of the body."""
        body, self._body = self._body, b""
        return body

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the body."""
        yield self.read()


_default: dict[str, Any] = {}


def _set_default_session() -> None:
    """Give boto3 a default session of ours if it has none; the same for every mock, without old credentials."""
    boto3: Any = sys.modules.get("boto3")
    if boto3 is None or boto3.DEFAULT_SESSION is not None:
        return
    if "session" not in _default:
        _default["session"] = boto3.Session()
    botocore_session = _default["session"]._session
    botocore_session._credentials = botocore_session._config = botocore_session._profile_map = None
    boto3.DEFAULT_SESSION = _default["session"]


def _restore_default_session() -> None:
    boto3: Any = sys.modules.get("boto3")
    if boto3 is not None and "session" in _default and boto3.DEFAULT_SESSION is _default["session"]:
        boto3.DEFAULT_SESSION = None
