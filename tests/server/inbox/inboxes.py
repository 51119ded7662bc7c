"""A client of the inbox's routes, without a socket."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.server.clients import Caller, dump

SENT = "From: shop@example.com\r\nTo: ada@example.net\r\nSubject: {subject}\r\n\r\n{text}\r\n"
INCOMING = "From: ada@example.net\r\nTo: help@example.com\r\nSubject: Help me\r\n\r\nPlease\r\n"
REFUSED = (
    "Action=SendEmail&Source=eve@other.example&Destination.ToAddresses.member.1=bob@example.net"
    "&Message.Subject.Data=No&Message.Body.Text.Data=No"
)


class InboxCaller(Caller):
    """Calls the inbox of a new mock."""

    def get(self, path: str, status: int = 200) -> Any:
        """Return the JSON at a path of the inbox."""
        response = self.call("GET", f"/_sesmock/inbox{path}")
        assert response.status_code == status, response.text
        return response.get_json()

    def find(self, query: str, options: str = "") -> list[Any]:
        """Return the rows that match a query."""
        rows: list[Any] = self.get(f"/mail?query={quote(query)}{options}")["items"]
        return rows

    def find_subjects(self, query: str) -> list[str]:
        """Return the subjects of the rows that match a query."""
        return [row["subject"] for row in self.find(query)]

    def act(self, message_id: str, action: str, content: object = None) -> Any:
        """Act as the recipient of a message."""
        body = "" if content is None else dump(content)
        response = self.call("POST", f"/_sesmock/messages/{message_id}/{action}", body)
        assert response.status_code == 200, response.text
        return response.get_json()

    def receive(self, mail: str = INCOMING) -> Any:
        """Hand incoming mail to SES."""
        headers = {"Content-Type": "message/rfc822"}
        return self.call("POST", "/_sesmock/receive", mail, headers=headers).get_json()

    def refuse(self) -> None:
        """Make a call that SES refuses."""
        assert self.call("POST", "/", REFUSED).status_code == 400

    def operate(self, method: str, path: str, content: object = None) -> Any:
        """Call an operation of SES v2."""
        body = "" if content is None else dump(content)
        response = self.call(method, f"/v2/email{path}", body)
        assert response.status_code == 200, response.text
        return response.get_json(silent=True)
