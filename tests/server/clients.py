"""Clients that call the WSGI application directly, without a socket."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from werkzeug.test import Client

from sesmock.active import ActiveMock
from sesmock.domain.options import Options
from sesmock.server.access_log import Silence
from sesmock.server.wsgi import Application

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

SEND = "Action=SendEmail&Source=shop@example.com&Destination.ToAddresses.member.1=ada@example.net"
MESSAGE = "&Message.Subject.Data=Hello&Message.Body.Text.Data=Hi&Message.Body.Html.Data=<p>Hi</p>"
URL = "http://127.0.0.1:8005"


class Caller:
    """Calls an application that has a new mock."""

    def __init__(self, credentials: Mapping[str, str] | None = None, **options: Any) -> None:
        self.mock = ActiveMock(Options.build({"identities": "example.com", **options}))
        self.application = Application(self.mock, credentials=credentials, log=Silence())
        self._client = Client(self.application)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | str = b"",
        *,
        base_url: str = URL,
        headers: Mapping[str, str] | None = None,
        **environ: Any,
    ) -> TestResponse:
        """Send a request unchanged, and return the response."""
        return self._client.open(
            path,
            method=method,
            data=body,
            base_url=base_url,
            headers=dict(headers or {}),
            environ_overrides=environ,
        )

    def send(self, fields: str = "", **options: Any) -> str:
        """Send a message with SES v1, unsigned; return its id."""
        response = self.call("POST", "/", SEND + MESSAGE + fields, **options)
        assert response.status_code == 200, response.text
        return response.text.partition("<MessageId>")[2].partition("<")[0]

    def send_raw(self, raw: str, **options: Any) -> str:
        """Send raw mail with SES v2; return its id."""
        body = {"Content": {"Raw": {"Data": base64.b64encode(raw.encode()).decode()}}}
        response = self.call("POST", "/v2/email/outbound-emails", dump(body), **options)
        assert response.status_code == 200, response.text
        return str(response.get_json()["MessageId"])


def dump(content: object) -> str:
    """Return a value as JSON text."""
    return json.dumps(content)


def sign(
    method: str,
    path: str,
    body: str = "",
    *,
    key: str = "AKIAME",
    secret: str = "secret",
    service: str = "ses",
) -> dict[str, str]:
    """Return the headers of a request signed by botocore."""
    request = AWSRequest(method, URL + path, {}, body.encode())
    SigV4Auth(Credentials(key, secret), service, "eu-west-1").add_auth(request)
    return dict(request.headers)
