"""What every wire format offers: requests read, results and errors written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sesmock.protocol.models import by_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import ServiceModel, Shape

    from sesmock.http import HttpRequest, HttpResponse
    from sesmock.protocol.errors import WireError


class Match:
    """A request whose operation is known, and what of it is still to be parsed."""

    __slots__ = ("labels", "operation", "payload")

    def __init__(self, operation: str, payload: Any, labels: tuple[str, ...] = ()) -> None:
        self.operation = operation
        self.payload = payload
        self.labels = labels


class Codec(ABC):
    """Reads and writes the wire of one service; what an operation needs is compiled when it is first called."""

    validation_code: ClassVar[str]
    """The code of the error for parameters that break a constraint of the model."""

    common_statuses: ClassVar[Mapping[str, int]]
    """The statuses of the errors that no model lists, by their codes."""

    max_body: ClassVar[int]
    """The bytes of the largest body: the largest message in its most wasteful spelling. Spec: v2.md §18 [I]."""

    def __init__(self, model: ServiceModel) -> None:
        self.model = model

    @abstractmethod
    def match(self, request: HttpRequest) -> Match:
        """Return the operation that a request names; raise `WireError`."""

    @abstractmethod
    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a request; raise `WireError`."""

    @abstractmethod
    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write the result of an operation; members that the model does not know are left out."""

    @abstractmethod
    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error."""

    @cached_property
    def error_shapes(self) -> dict[str, Shape]:
        """The shape of each modelled error, by the code on the wire."""
        return by_code(self.model.error_shapes)

    def status(self, error: WireError) -> int:
        """Return the status that an error is sent with."""
        if error.status is not None:
            return error.status
        shape = self.error_shapes.get(error.code)
        if shape is None:
            return self.common_statuses.get(error.code, 400)
        status: int = shape.metadata.get("error", {}).get("httpStatusCode", 400)
        return status
