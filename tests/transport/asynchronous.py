"""Clients of aiobotocore, and functions that send with them and run coroutines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

REASON = "aiobotocore pins botocore: it has its own environments (make test runs them)"
pytest.importorskip("aiobotocore.session", reason=REASON)

# The line above skips the module that imports this one if aiobotocore is missing.
import aiobotocore.endpoint  # noqa: E402
import aiobotocore.waiter  # noqa: E402
from aiobotocore.config import AioConfig  # noqa: E402
from aiobotocore.httpsession import AIOHTTPSession  # noqa: E402
from aiobotocore.session import AioSession, get_session  # noqa: E402
from aiobotocore.signers import AioRequestSigner  # noqa: E402

# Only newer versions of aiobotocore can use httpx.
try:
    from aiobotocore._httpx import httpx
    from aiobotocore.httpxsession import HttpxSession
except ImportError:
    httpx = HttpxSession = None

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = [
    "APIS",
    "CONTENT",
    "KEYS",
    "REASON",
    "SESSIONS",
    "AIOHTTPSession",
    "AioConfig",
    "AioRequestSigner",
    "AioSession",
    "aiobotocore",
    "client",
    "get_session",
    "on_httpx",
    "run",
    "send",
]
KEYS = {"aws_access_key_id": "AKIAOWN", "aws_secret_access_key": "secret"}
APIS = ["ses", "sesv2", "pinpoint-email"]
CONTENT: Any = {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}
on_httpx = pytest.param(
    HttpxSession,
    marks=pytest.mark.skipif(httpx is None, reason="this aiobotocore has no httpx"),
    id="httpx",
)
SESSIONS = [pytest.param(AIOHTTPSession, id="aiohttp"), on_httpx]


def client(service: str, http_session: Any = AIOHTTPSession, **parameters: Any) -> Any:
    """Return a context manager that opens a client with an HTTP session class."""
    if http_session is not AIOHTTPSession:
        parameters["config"] = AioConfig(http_session_cls=http_session)
    return get_session().create_client(service, **parameters)


async def send(sender: Any, to: str = "ada@example.net") -> str:
    """Send a message with a client of any API; return its id."""
    destination = {"ToAddresses": [to]}
    if sender.meta.service_model.service_name == "ses":
        response = await sender.send_email(
            Source="shop@example.com", Destination=destination, Message=CONTENT
        )
    else:
        response = await sender.send_email(
            FromEmailAddress="shop@example.com", Destination=destination, Content={"Simple": CONTENT}
        )
    return str(response["MessageId"])


def run(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a coroutine function in a new event loop."""
    return asyncio.run(main())
