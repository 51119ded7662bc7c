"""The signatures of `mock_ses` and `MockSes`, for `inspect.signature` and `help`."""

from __future__ import annotations

from functools import cache
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class OptionsSignature(Signature):
    """A signature with the options after a leading parameter. The options are listed when they are first read.

    Listing them takes longer than importing sesmock, and few processes need a signature.
    """

    __slots__ = ("_default", "_leading")

    def __init__(self, leading: str, default: object = Parameter.empty) -> None:
        super().__init__()
        self._leading = leading
        self._default = default

    @property
    def parameters(self) -> Mapping[str, Parameter]:  # type: ignore[override]
        """The parameters by name."""
        return self._list().parameters

    def replace(self, **changes: Any) -> Signature:  # type: ignore[override]
        """Return a changed copy, which is a plain `inspect.Signature`."""
        return self._list().replace(**changes)

    def __reduce__(self) -> Any:
        return self._list().__reduce__()

    def _list(self) -> Signature:
        return _list_parameters(self._leading, self._default)


class _Annotation(str):
    """A type annotation that is displayed without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@cache
def _list_parameters(leading: str, default: object) -> Signature:
    """Return a signature of a positional-only parameter and the options, with their types and defaults."""
    return Signature([Parameter(leading, Parameter.POSITIONAL_ONLY, default=default), *_list_options()])


def _list_options() -> Iterator[Parameter]:
    from sesmock.domain.options import Options
    from sesmock.domain.options.mock_options import MockOptions

    types = MockOptions.__annotations__
    for name, default in Options().as_dict().items():
        annotation = _Annotation(types[name].__forward_arg__)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
