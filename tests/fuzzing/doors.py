"""The ways into one mock: clients in its process, clients of its server, and SMTP."""

from __future__ import annotations

from email import policy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
from botocore import xform_name
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from werkzeug.test import Client

from sesmock import stack
from sesmock.server.access_log import Silence
from sesmock.server.wsgi import Application
from tests.smtp_clients import build_mail, connect

if TYPE_CHECKING:
    from tests.fuzzing.calls.shapes import Call

CLIENT, SERVER = "client", "server"
DOORS = (CLIENT, CLIENT, CLIENT, SERVER)
SERVER_URL = "http://127.0.0.1:8005"
REFUSED_BY_CLIENT = "ParamValidationError"


class Result(NamedTuple):
    """The result of a call, or the code of its error, with the raw body of the response."""

    answer: Any = None
    code: str | None = None
    body: bytes = b""
    status: int = 200


class Wire:
    """What the last call of a client looked like on the wire."""

    body = b""
    status = 0

    @classmethod
    def note(cls, response_dict: dict[str, Any] | None, **_: Any) -> None:
        """Keep a response before botocore parses it."""
        assert response_dict is not None
        cls.body, cls.status = response_dict["body"], response_dict["status_code"]


@cache
def client(api: str, door: str = CLIENT) -> Any:
    """Return a client that never retries; it works in every mock."""
    url = SERVER_URL if door == SERVER else None
    new_client = boto3.client(
        api,  # type: ignore[call-overload]
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}),
    )
    new_client.meta.events.register("response-received", Wire.note)
    if door == SERVER:
        new_client.meta.events.register("before-send", answer_by_server)
    return new_client


def answer_by_server(request: Any, **_: Any) -> AWSResponse:
    """Answer a request with the WSGI application of the innermost mock."""
    active = stack.innermost()
    assert active is not None
    application = Application(active, log=Silence())
    path = request.url.removeprefix(SERVER_URL)
    headers = {name: _decode(value) for name, value in request.headers.items()}
    response = Client(application).open(
        path, method=request.method, data=request.body, base_url=SERVER_URL, headers=headers
    )
    return Reply(request.url, response.status_code, dict(response.headers), response.data)


class Reply(AWSResponse):
    """A response whose content has been read."""

    def __init__(self, url: str, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__(url, status, HeadersDict(headers), None)
        self._content = body


def _decode(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def perform(call: Call, door: str) -> Result:
    """Make a call through a door.

    A call with an EndpointId always goes through a client in the process, because a client of the server could
    sign it only with an additional library.
    """
    door = CLIENT if "EndpointId" in call.parameters else door
    try:
        answer = getattr(client(call.api, door), xform_name(call.operation))(**call.parameters)
    except ParamValidationError:
        return Result(code=REFUSED_BY_CLIENT)
    except ClientError as error:
        return Result(code=error.response["Error"]["Code"], body=Wire.body, status=Wire.status)
    return Result(answer, body=Wire.body)


def send_by_smtp(sender: str, recipients: list[str], headers: dict[str, str]) -> Result:
    """Send an email by SMTP; return its message id, or the code and first words of the reply that refuses it."""
    mail = build_mail(sender, *recipients, **headers)
    with connect() as smtp:
        smtp.ehlo_or_helo_if_needed()
        smtp.mail(bare(sender))
        for recipient in recipients:
            smtp.rcpt(recipient)
        number, reply = smtp.data(mail.as_bytes(policy=policy.SMTP))
    text = reply.decode()
    if number == 250:
        return Result({"MessageId": text.removeprefix("Ok ")})
    return Result(code=f"{number} {text.partition(':')[0]}")


def bare(address: str) -> str:
    """Return an address without a display name."""
    return address.rpartition("<")[2].removesuffix(">")
