"""The base class of the codecs, one for each wire format."""

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
    """A request whose operation is known, with the parts that are still to be parsed."""

    __slots__ = ("labels", "operation", "payload")

    def __init__(self, operation: str, payload: Any, labels: tuple[str, ...] = ()) -> None:
        self.operation = operation
        self.payload = payload
        self.labels = labels


class Codec(ABC):
    """Reads and writes the wire format of one service. An operation's parser is built on the first call."""

    validation_code: ClassVar[str]
    """The code of the error for parameters that violate a constraint of the model."""

    common_statuses: ClassVar[Mapping[str, int]]
    """The HTTP statuses of the errors that no model lists, by code."""

    max_body: ClassVar[int]
    """The maximum body size in bytes: the largest message in its longest encoding. Spec: errors.md §7 [I]."""

    def __init__(self, model: ServiceModel) -> None:
        self.model = model

    @abstractmethod
    def match(self, request: HttpRequest) -> Match:
        """Return the operation of a request; raise `WireError` if it has none."""

    @abstractmethod
    def parse(self, match: Match) -> dict[str, Any]:
        """Return the parameters of a request; raise `WireError` for values that cannot be read."""

    @abstractmethod
    def result(self, operation: str, result: Mapping[str, Any] | None, request_id: str) -> HttpResponse:
        """Write the result of an operation; members that are not in the model are left out."""

    @abstractmethod
    def error(self, error: WireError, request_id: str) -> HttpResponse:
        """Write an error."""

    @cached_property
    def error_shapes(self) -> dict[str, Shape]:
        """The shapes of the modeled errors, by code on the wire."""
        return by_code(self.model.error_shapes)

    def status(self, error: WireError) -> int:
        """Return the HTTP status of an error."""
        if error.status is not None:
            return error.status
        shape = self.error_shapes.get(error.code)
        if shape is None:
            return self.common_statuses.get(error.code, 400)
        status: int = shape.metadata.get("error", {}).get("httpStatusCode", 400)
        return status
