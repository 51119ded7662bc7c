"""Requests of clients in other languages, which send what botocore would not."""

from __future__ import annotations

import json
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

HOST = "https://email.us-east-1.amazonaws.com"


def send_json(method: str, path: str, parameters: Any) -> tuple[str | None, str | None]:
    """Send parameters to SES v2 or Pinpoint Email as JSON; return code and message of the error."""
    request = AWSRequest(method, f"{HOST}{path}", {}, json.dumps(parameters).encode()).prepare()
    response = URLLib3Session().send(request)
    return response.headers.get("x-amzn-ErrorType"), json.loads(response.content or "{}").get("message")
