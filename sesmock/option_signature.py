"""The options in the signatures that `inspect.signature` and `help` show."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING

from sesmock.domain.options import MockOptions, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Annotation(str):
    """A type annotation that is displayed without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def describe_options(function: Callable[..., object], *leading: Parameter) -> None:
    """Add the options to a function's signature, with types and defaults, after its leading parameters."""
    function.__signature__ = Signature([*leading, *_list_parameters()])  # type: ignore[attr-defined]


def _list_parameters() -> Iterator[Parameter]:
    types = MockOptions.__annotations__
    for name, default in Options()._asdict().items():
        annotation = _Annotation(types[name].__forward_arg__)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
