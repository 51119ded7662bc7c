"""Count the mocked operations of sesmock and moto for the table in README: ``python -m scripts.count_operations``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import moto
from botocore import xform_name
from moto.core.responses import BaseResponse
from moto.ses.responses import EmailResponse
from moto.sesv2.responses import SESV2Response

from sesmock.apis import APIS
from sesmock.backends.backend import load_backend

if TYPE_CHECKING:
    from collections.abc import Iterable

RESPONSES: dict[str, type] = {"ses": EmailResponse, "sesv2": SESV2Response}
"""The classes in which moto has a method for each operation; moto does not mock Pinpoint Email."""


def main() -> None:
    """Print the rows of the table for the installed versions of the packages."""
    print("\n".join(rows()))


def rows() -> list[str]:
    """Return the rows: the operations in botocore's models, mocked by sesmock, and mocked by moto."""
    backends = [load_backend(name) for name in APIS]
    botocore_counts = [len(backend.codec.model.operation_names) for backend in backends]
    sesmock_counts = [
        len([name for name in backend.codec.model.operation_names if name in backend.modules])
        for backend in backends
    ]
    moto_counts = [_count_moto(backend.api, backend.codec.model.operation_names) for backend in backends]
    return [
        _row("all in botocore", botocore_counts),
        _row("sesmock", sesmock_counts),
        _row(f"moto {moto.__version__}", moto_counts),
    ]


def _count_moto(api: str, names: Iterable[str]) -> int:
    # The methods of the base class are not operations.
    own = set(dir(RESPONSES.get(api, BaseResponse))) - set(dir(BaseResponse))
    return len([name for name in names if xform_name(name) in own])


def _row(name: str, counts: Iterable[int]) -> str:
    return f"| {name} | {' | '.join(map(str, counts))} |"


if __name__ == "__main__":
    main()
