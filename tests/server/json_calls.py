"""Calls of the server's JSON API."""

from __future__ import annotations

from typing import Any

from tests.server.clients import Caller, dump

ATTACHED = (
    "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: Bill\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n'
    '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a b.pdf"\r\n\r\n'
    "PDF\r\n--b--\r\n"
)


def get(caller: Caller, path: str) -> Any:
    """Return the JSON at a path."""
    response = caller.call("GET", f"/_sesmock{path}")
    assert response.status_code == 200, response.text
    return response.get_json()


def post(caller: Caller, path: str, content: object = None) -> Any:
    """Post JSON to a path; return the response."""
    response = caller.call("POST", f"/_sesmock{path}", "" if content is None else dump(content))
    assert response.status_code in {200, 204}, response.text
    return response.get_json(silent=True)


def refusal(caller: Caller, method: str, path: str, body: str = "", **options: Any) -> tuple[int, str, str]:
    """Send a request that is refused; return the status, code and message of the response."""
    response = caller.call(method, path, body, **options)
    content = response.get_json()
    return response.status_code, content["code"], content["message"]
