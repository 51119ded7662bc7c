"""What the transport asks of the innermost active mock, and what clients of SES are given."""

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
        """Return the replies to what a client sends."""

    def drain(self) -> bytes:
        """Return the replies that no `receive` has returned."""

    def begin_tls(self) -> None:
        """Go on over TLS."""

    def close(self) -> None:
        """Say no more."""


class ClientHandler(Protocol):
    """What clients beside botocore's ask: the innermost active mock, or the guard outside of mocks."""

    @property
    def is_guard(self) -> bool:
        """Whether this is the guard, which answers nothing."""

    @property
    def passthrough(self) -> Sequence[str]:
        """Patterns of the hosts that may be reached."""

    @property
    def block_network(self) -> Literal["ses", "aws", "all"] | None:
        """Which hosts no client may reach, whatever library it uses."""

    @property
    def owner(self) -> object:
        """The test that started the mock, to which its errors belong."""

    def serves(self, request: HttpRequest, /) -> bool:
        """Return whether a request is to SES, without a look at its body."""

    def answer(self, request: HttpRequest, /) -> HttpResponse | None:
        """Answer a request to SES; return None for any other."""


class RequestHandler(ClientHandler, Protocol):
    """The innermost active mock, as the transport sees it."""

    @property
    def region(self) -> str:
        """The region of clients that have none."""

    @property
    def retry_sleep(self) -> bool:
        """Whether botocore waits before it tries again."""

    def open_smtp(
        self, host: str, port: int, *, wrapped: bool, read_timeout: float | None
    ) -> SmtpDialog | None:
        """Return the dialog with a client of SES's SMTP interface; None for any other host."""

    def adopt_smtp(self, dialog: Any, /) -> None:
        """Go on with a dialog that another mock has begun."""
