"""Every way in which a program can reach AWS, for tests/network_table.py.

Each function tries one way, and raises an error unless the call is answered.
"""

from __future__ import annotations

import asyncio
import http.client
import importlib
import importlib.util
import smtplib
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple

import botocore.session
import requests
import responses
import urllib3
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from sesmock import SesMock, UnmockedCall

SES, S3, OTHER = "email.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com", "www.example.com"
SENDER, RECIPIENT = "shop@example.com", "ada@example.net"
MAIL = "From: shop@example.com\r\n\r\nHello"
SCOPE = (
    "AWS4-HMAC-SHA256 Credential=AKIAOWN/20260101/us-east-1/ses/aws4_request, SignedHeaders=host, Signature=0"
)
KEYS = {"aws_access_key_id": "AKIAOWN", "aws_secret_access_key": "own", "region_name": "us-east-1"}
ONCE = Config(retries={"max_attempts": 0})
CHILD = """
import sys
def watch(event, arguments):
    if event == "socket.getaddrinfo" and not str(arguments[0]).startswith("127."):
        print("leaves")
        sys.exit()
sys.addaudithook(watch)
import botocore.session
client = botocore.session.Session().create_client({service!r}, endpoint_url={url!r}, region_name="us-east-1")
client.{method}()
"""

attempts: list[object] = []
"""The hosts that code tried to reach."""
older: dict[str, Any] = {}
"""Clients and sessions created before any mock, by host or library."""


class Trial(NamedTuple):
    """A host to reach, the active mock, and the function that ends it."""

    host: str
    ses_mock: SesMock
    stop: Callable[[], None]


def url(host: str) -> str:
    """Return a URL of SES's API at a host."""
    return f"https://{host}/?Action=GetSendQuota"


def service(host: str) -> tuple[str, str]:
    """Return the service that a botocore client calls at a host, and the method."""
    return ("ses", "get_send_quota") if host == SES else ("s3", "list_buckets")


def make_client(host: str, **settings: Any) -> Any:
    """Create a botocore client that calls a host."""
    endpoint = {} if host == SES else {"endpoint_url": f"https://{host}"}
    session = botocore.session.Session()
    return session.create_client(service(host)[0], **KEYS, **endpoint, **({"config": ONCE} | settings))


def call(client: Any, host: str) -> None:
    """Call a host with a botocore client."""
    getattr(client, service(host)[1])()


class OwnSession:
    """A custom HTTP session for a botocore client, based on urllib3."""

    def send(self, request: Any) -> Any:
        """Send a request."""
        pool = urllib3.PoolManager(retries=False)
        response = pool.request(request.method, request.url, body=request.body, headers=dict(request.headers))
        aws_response: Any = AWSResponse(request.url, response.status, response.headers, None)
        aws_response._content = response.data
        return aws_response


def boto3_client(trial: Trial) -> None:
    """Call with a client created inside the mock."""
    call(make_client(trial.host), trial.host)


def older_client(trial: Trial) -> None:
    """Call with a client created before the mock."""
    call(older[trial.host], trial.host)


def own_session(trial: Trial) -> None:
    """Call with a client that has a custom HTTP session."""
    client = make_client(trial.host)
    client._endpoint.http_session = OwnSession()
    call(client, trial.host)


def presigned(trial: Trial) -> None:
    """Open a presigned URL."""
    client = make_client(trial.host)
    urllib.request.urlopen(client.generate_presigned_url(service(trial.host)[1])).read()


def by_requests(trial: Trial) -> None:
    """Send with requests."""
    requests.get(url(trial.host), timeout=5).raise_for_status()


def signed_by_hand(trial: Trial) -> None:
    """Send a manually signed request with requests, as apprise does."""
    headers = {"Authorization": SCOPE} if trial.host == SES else {}
    requests.post(f"https://{trial.host}/", data={"Action": "GetSendQuota"}, headers=headers, timeout=5)


def beside_responses(trial: Trial) -> None:
    """Send with requests while responses is active."""
    try:
        with responses.RequestsMock():
            by_requests(trial)
    except requests.ConnectionError as error:  # responses refuses unregistered URLs
        raise UnmockedCall from error


def beside_moto(trial: Trial) -> None:
    """Send with requests while moto is active."""
    from moto import mock_aws

    with mock_aws():
        by_requests(trial)


def by_urllib3(trial: Trial) -> None:
    """Send with urllib3."""
    urllib3.PoolManager().request("GET", url(trial.host), retries=False)


def by_urllib(trial: Trial) -> None:
    """Send with urllib."""
    urllib.request.urlopen(url(trial.host)).read()


def by_http_client(trial: Trial) -> None:
    """Send with http.client."""
    connection = http.client.HTTPSConnection(trial.host)
    connection.request("GET", "/?Action=GetSendQuota")
    connection.getresponse().read()


class OpenSocket:
    """A connection that was opened before the mock."""

    def sendall(self, _: bytes) -> None:
        """Record that data leaves the process."""
        attempts.append("an open connection")
        raise OSError

    def close(self) -> None:
        """Do nothing."""


def by_open_connection(trial: Trial) -> None:
    """Send over an http.client connection that was opened before the mock."""
    connection = http.client.HTTPSConnection(trial.host)
    connection.sock = OpenSocket()  # type: ignore[assignment]
    connection.request("GET", "/?Action=GetSendQuota")
    connection.getresponse().read()


def by_httpx(trial: Trial) -> None:
    """Send with httpx."""
    import httpx

    httpx.get(url(trial.host))


def by_async_httpx(trial: Trial) -> None:
    """Send with an asynchronous httpx client."""
    import httpx

    async def send() -> None:
        async with httpx.AsyncClient() as client:
            await client.get(url(trial.host))

    asyncio.run(send())


def by_aiohttp(trial: Trial) -> None:
    """Send with aiohttp."""
    import aiohttp

    async def send() -> None:
        async with aiohttp.ClientSession() as client:
            await client.get(url(trial.host))

    asyncio.run(send())


def by_aiobotocore(trial: Trial) -> None:
    """Call with an aiobotocore client whose session was created before the mock."""
    endpoint = {} if trial.host == SES else {"endpoint_url": f"https://{trial.host}"}

    async def send() -> None:
        context = older["aiobotocore"].create_client(service(trial.host)[0], **KEYS, **endpoint)
        async with context as client:
            await getattr(client, service(trial.host)[1])()

    asyncio.run(send())


def smtp_host(trial: Trial) -> str:
    """Return the host of a trial for SMTP; SES has a separate host for SMTP."""
    return trial.host.replace("email.", "email-smtp.")


def by_smtplib(trial: Trial) -> None:
    """Send by SMTP."""
    with smtplib.SMTP(smtp_host(trial), 587, timeout=5) as client:
        client.starttls()
        client.login("AKIAOWN", "own")
        client.sendmail(SENDER, [RECIPIENT], MAIL)


def by_aiosmtplib(trial: Trial) -> None:
    """Send by SMTP, asynchronously."""
    sending = older["aiosmtplib"].send(
        MAIL,
        sender=SENDER,
        recipients=[RECIPIENT],
        hostname=smtp_host(trial),
        port=587,
        username="AKIAOWN",
        password="own",
        timeout=5,
    )
    asyncio.run(sending)


def by_socket(trial: Trial) -> None:
    """Open a socket."""
    socket.create_connection((trial.host, 443), timeout=5)


def by_asyncio(trial: Trial) -> None:
    """Open an asyncio connection."""
    asyncio.run(asyncio.wait_for(asyncio.open_connection(trial.host, 443), 5))


def by_subprocess(trial: Trial, env: dict[str, str] | None = None) -> None:
    """Call with boto3 in a subprocess, which has no mock."""
    name, method = service(trial.host)
    endpoint = None if env else f"https://{trial.host}"
    code = CHILD.format(service=name, method=method, url=endpoint)
    variables = {"AWS_ACCESS_KEY_ID": "AKIAOWN", "AWS_SECRET_ACCESS_KEY": "own", "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=env or variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "leaves" in run.stdout:
        attempts.append(trial.host)
        return
    assert "Could not connect to the endpoint URL" in run.stderr
    raise UnmockedCall


def by_subprocess_with_env(trial: Trial) -> None:
    """Call with boto3 in a subprocess with the environment of the mock."""
    by_subprocess(trial, trial.ses_mock.env)


def retry_after_the_end(trial: Trial) -> None:
    """Call with a client that retries after the mock has ended."""
    client = older[f"retrying {trial.host}"]
    trial.ses_mock.fail("*", status=503)
    steps = iter([lambda: None, trial.stop])

    def before_send(**_: Any) -> None:
        next(steps)()

    client.meta.events.register("before-send", before_send)
    try:
        call(client, trial.host)
    finally:
        client.meta.events.unregister("before-send", before_send)


def client_after_the_end(trial: Trial) -> None:
    """Call with a client of the mock, after the mock has ended."""
    client = make_client(trial.host)
    if trial.host == SES:
        trial.stop()
    call(client, trial.host)


def make_older_clients() -> None:
    """Create the clients that exist before every mock."""
    for host in (SES, S3, OTHER):
        older[host] = make_client(host)
        older[f"retrying {host}"] = make_client(host, config=Config(retries={"max_attempts": 1}))
    for library in ("httpx", "aiohttp", "aiosmtplib", "aiobotocore.session"):
        if is_installed(library):
            older[library] = importlib.import_module(library)
    if "aiobotocore.session" in older:
        older["aiobotocore"] = older["aiobotocore.session"].get_session()


def is_installed(library: str | None) -> bool:
    """Return whether the library of a way is installed."""
    return library is None or importlib.util.find_spec(library.partition(".")[0]) is not None


Way = Callable[[Trial], None]
WAYS: dict[str, tuple[Way, str | None]] = {
    "boto3": (boto3_client, None),
    "boto3, a client that is older than the mock": (older_client, None),
    "boto3, a client of the mock after its end": (client_after_the_end, None),
    "boto3, a retry after the mock ends": (retry_after_the_end, None),
    "boto3, an `http_session` of its own": (own_session, None),
    "aiobotocore, a session that is older than the mock": (by_aiobotocore, "aiobotocore"),
    "a presigned URL": (presigned, None),
    "requests": (by_requests, None),
    "requests, signed by hand": (signed_by_hand, None),
    "requests, beside responses": (beside_responses, None),
    "requests, beside moto": (beside_moto, None),
    "urllib3": (by_urllib3, None),
    "urllib": (by_urllib, None),
    "http.client": (by_http_client, None),
    "http.client, an open connection": (by_open_connection, None),
    "httpx": (by_httpx, "httpx"),
    "httpx, asynchronous": (by_async_httpx, "httpx"),
    "aiohttp": (by_aiohttp, "aiohttp"),
    "smtplib (to SES: `email-smtp`)": (by_smtplib, None),
    "aiosmtplib (to SES: `email-smtp`)": (by_aiosmtplib, "aiosmtplib"),
    "a socket": (by_socket, None),
    "a connection of asyncio": (by_asyncio, None),
    "boto3 in a subprocess": (by_subprocess, None),
    "boto3 in a subprocess with `ses_mock.env`": (by_subprocess_with_env, None),
}
"""The function and the required library of each way, by the name of its row."""
