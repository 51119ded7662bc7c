"""What `inspect.signature` and `help` show of functions that take the options."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING

from sesmock.domain.options import MockOptions, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Annotation(str):
    """A type as it is written: without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def describe_options(function: Callable[..., object], *leading: Parameter) -> None:
    """Have a function show the options with their types and defaults, after parameters of its own."""
    function.__signature__ = Signature([*leading, *_list_parameters()])  # type: ignore[attr-defined]


def _list_parameters() -> Iterator[Parameter]:
    types = MockOptions.__annotations__
    for name, default in Options()._asdict().items():
        annotation = _Annotation(types[name].__forward_arg__)
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
