"""Requests with content that botocore would not send, as from clients in other languages."""

from __future__ import annotations

import json
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

HOST = "https://email.us-east-1.amazonaws.com"


def send_json(method: str, path: str, parameters: Any) -> tuple[str | None, str | None]:
    """Send parameters to SES v2 or Pinpoint Email as JSON; return the error's code and message."""
    response = _send(method, path, parameters)
    return response.headers.get("x-amzn-ErrorType"), json.loads(response.content or "{}").get("message")


def read_json(method: str, path: str, parameters: Any) -> dict[str, Any]:
    """Send parameters to SES v2 or Pinpoint Email as JSON; return the JSON of the response."""
    content: dict[str, Any] = json.loads(_send(method, path, parameters).content)
    return content


def _send(method: str, path: str, parameters: Any) -> Any:
    request = AWSRequest(method, f"{HOST}{path}", {}, json.dumps(parameters).encode()).prepare()
    return URLLib3Session().send(request)
