"""The seam between the stack of mocks and the insides of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sesmock.http import HttpRequest, HttpResponse

FAKE_ACCESS_KEY = "AKIASESMOCKSESMOCK00"
FAKE_SECRET_KEY = "sesmock-signs-nothing"


class RequestHandler(Protocol):
    """The innermost active mock, as the transport sees it."""

    @property
    def region(self) -> str:
        """The region of clients that have none."""

    @property
    def passthrough(self) -> Sequence[str]:
        """Patterns of the hosts that may be reached."""

    @property
    def retry_sleep(self) -> bool:
        """Whether botocore waits before it tries again."""

    def answer(self, request: HttpRequest, /) -> HttpResponse | None:
        """Answer a request to SES; return None for any other."""


def install(active: Callable[[], RequestHandler | None]) -> None:
    """Patch botocore, and what else is loaded; ``active`` returns the innermost mock."""
    from sesmock.transport import botocore

    botocore.install(active)


def uninstall() -> None:
    """Put back what `install` patched and nobody changed since."""
    from sesmock.transport import botocore

    botocore.uninstall()


def guard(operation_named: Callable[[HttpRequest], str | None]) -> None:
    """Refuse SES calls while no mock is active; ``operation_named`` tells them from others."""
    from sesmock.transport import guard as outermost

    outermost.install(operation_named)


def unguard() -> None:
    """Put back what `guard` patched and nobody changed since."""
    from sesmock.transport import guard as outermost

    outermost.uninstall()


def moto_serves(service: str) -> bool:
    """Return whether moto is active and mocks a service."""
    from sesmock.transport import moto

    return moto.serves(service)


def ask_account_id(access_key: str, region: str) -> str | None:
    """Return the account of a key as moto's STS knows it; None for the fake key, and without moto."""
    if access_key == FAKE_ACCESS_KEY:
        return None
    from sesmock.transport import moto

    return moto.account_id_of(access_key, region)
