"""What the transport asks of the innermost active mock, and what clients of SES are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    @property
    def owner(self) -> object:
        """The test that started the mock, to which its errors belong."""

    def answer(self, request: HttpRequest, /) -> HttpResponse | None:
        """Answer a request to SES; return None for any other."""
