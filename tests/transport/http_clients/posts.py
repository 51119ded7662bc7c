"""Forms that HTTP clients other than botocore post to SES."""

from __future__ import annotations

import asyncio
import http.client
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import urllib3

httpx: Any = pytest.importorskip("httpx", reason="not installed in the aiobotocore environments")
aiohttp: Any = pytest.importorskip("aiohttp")

HOST = "https://email.us-east-1.amazonaws.com"
S3 = "https://s3.us-east-1.amazonaws.com/"
MAIL = {
    "Action": "SendEmail",
    "Source": "shop@example.com",
    "Destination.ToAddresses.member.1": "ada@example.net",
    "Message.Subject.Data": "Hello",
    "Message.Body.Text.Data": "Hi",
}


def post_by_requests(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with requests."""
    response = requests.post(url, data=body, timeout=timeout)
    return response.status_code, response.content


def post_by_urllib3(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with urllib3."""
    pool = urllib3.PoolManager()
    response = pool.request("POST", url, body=body, timeout=timeout, retries=False)
    return response.status, response.data


def post_by_urllib(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with urllib."""
    with urllib.request.urlopen(url, body.encode(), timeout=timeout) as response:
        return response.status, response.read()


def post_by_http_client(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with http.client."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=timeout)
    connection.request("POST", "/", body)
    response = connection.getresponse()
    return response.status, response.read()


def post_by_httpx(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with httpx."""
    response = httpx.post(url, content=body, timeout=timeout)
    return response.status_code, response.content


def post_by_async_httpx(url: str, body: str, timeout: float = 5) -> tuple[int, bytes]:
    """Send a form with httpx, as a stream."""

    async def stream() -> Any:
        yield body.encode()

    async def post() -> tuple[int, bytes]:
        async with httpx.AsyncClient() as client:
            response = await client.post(url, content=stream(), timeout=timeout)
            return response.status_code, response.content

    return asyncio.run(post())


CLIENTS = [
    post_by_requests,
    post_by_urllib3,
    post_by_urllib,
    post_by_http_client,
    post_by_httpx,
    post_by_async_httpx,
]


def get_by_aiohttp(url: str) -> None:
    """Send a request with aiohttp, which sesmock never answers."""

    async def get() -> None:
        async with aiohttp.ClientSession() as client:
            await client.get(url)

    asyncio.run(get())
