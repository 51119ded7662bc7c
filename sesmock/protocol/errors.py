"""An error as it goes over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class WireError(Exception):
    """An error that a codec can write: code, message, HTTP status, modelled extra members.

    ``status`` None stands for the status that the service model gives the code, or 400. ``message`` None
    is written as the API writes a null message. ``empty_body`` leaves the body out altogether.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        status: int | None = None,
        members: Mapping[str, object] | None = None,
        empty_body: bool = False,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status
        self.members: Mapping[str, object] = members or {}
        self.empty_body = empty_body
