"""The interfaces between the transport and the innermost mock, and the settings for SES clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from sesmock.http import HttpRequest, HttpResponse

FAKE_ACCESS_KEY = "AKIASESMOCKSESMOCK00"
FAKE_SECRET_KEY = "sesmock-signs-nothing"


class SmtpDialog(Protocol):
    """The server's side of an SMTP dialog, as the transport sees it."""

    is_closed: bool

    def greet(self) -> bytes:
        """Return the greeting."""

    def receive(self, data: bytes, /) -> bytes:
        """Return the replies to data from the client."""

    def drain(self) -> bytes:
        """Return the replies that `receive` has not returned yet."""

    def begin_tls(self) -> None:
        """Continue over TLS."""

    def close(self) -> None:
        """End the dialog."""


class ClientHandler(Protocol):
    """The handler of clients other than botocore's: the innermost mock, or the guard outside mocks."""

    @property
    def is_guard(self) -> bool:
        """Whether this is the guard, which answers nothing."""

    @property
    def passthrough(self) -> Sequence[str]:
        """Patterns of the hosts that stay reachable."""

    @property
    def block_network(self) -> Literal["ses", "aws", "all"] | None:
        """The hosts that the clients of all libraries are kept from reaching."""

    @property
    def owner(self) -> object:
        """The test that started the mock, which owns its errors."""

    def serves(self, request: HttpRequest, /) -> bool:
        """Return whether a request is to SES, without looking at its body."""

    def answer(self, request: HttpRequest, /) -> HttpResponse | None:
        """Answer a request to SES; return None for any other request."""


class RequestHandler(ClientHandler, Protocol):
    """The innermost active mock, as the transport sees it."""

    @property
    def region(self) -> str:
        """The region of clients that set none."""

    @property
    def retry_sleep(self) -> bool:
        """Whether botocore waits before a retry."""

    def open_smtp(
        self, host: str, port: int, *, wrapped: bool, read_timeout: float | None
    ) -> SmtpDialog | None:
        """Return the dialog with a client that connects to an SMTP host of SES; None for any other host."""

    def adopt_smtp(self, dialog: Any, /) -> None:
        """Take over a dialog that another mock began."""
