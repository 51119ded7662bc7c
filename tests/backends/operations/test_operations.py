"""The table of operations is generated from the decorators and agrees with the models."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sesmock
from scripts import generate_operation_table
from sesmock.apis import APIS
from sesmock.backends.backend import load_backend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.backends.backend import Backend

BACKENDS = list(map(load_backend, APIS))


def test_the_table_is_generated_from_the_decorators() -> None:
    """The table is exactly what `make operations` writes."""
    text = generate_operation_table.build_table()

    assert generate_operation_table.PATH.read_text() == text


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_every_operation_of_the_table_is_in_the_model(backend: Backend) -> None:
    """Operations are spelled as in the model, and each has a function."""
    assert backend.modules.keys() <= set(backend.codec.model.operation_names)
    assert all(backend.find(name).name == name for name in backend.modules)


def test_pinpoint_reuses_the_functions_of_v2() -> None:
    """An operation that Pinpoint Email shares with SES v2 has one function and refuses no members."""
    pinpoint, v2 = load_backend("pinpoint-email"), load_backend("sesv2")
    adopted = pinpoint.modules.keys() - pinpoint.registered.keys()

    assert "SendEmail" in adopted
    assert all(pinpoint.find(name).function is v2.find(name).function for name in adopted)
    assert pinpoint.find("SendEmail").unsupported == ()


def test_an_operation_is_spelled_only_in_its_decorator() -> None:
    """No other code contains the name of an operation, except where AWS or a caller would write it.

    SES writes operation names into its events and derives SMTP passwords from one; the options of ``mock_ses()``
    create resources as a caller would.
    """
    names = {name for backend in BACKENDS for name in backend.codec.model.operation_names}
    root = Path(sesmock.__file__).parent
    exempt = {"operations.py", "event_documents.py", "credentials.py", "provisioning.py"}
    spelled = [
        (str(path.relative_to(root)), text)
        for path in sorted(root.rglob("*.py"))
        if path.name not in exempt
        for text in list_texts(ast.parse(path.read_text()))
        if text in names
    ]

    assert spelled == []


def list_texts(node: ast.AST) -> Iterator[str]:
    """Yield the strings in code, except for the names in decorators of operations."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        elif isinstance(child, ast.Call) and ast.unparse(child.func).endswith(".operation"):
            yield from (text for keyword in child.keywords for text in list_texts(keyword))
        else:
            yield from list_texts(child)


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.api)
def test_an_operation_without_output_returns_nothing(backend: Backend) -> None:
    """A function returns a value if and only if the output in the model has members."""
    returning = {
        name: backend.find(name).function.__annotations__["return"] != "None" for name in backend.modules
    }
    outputs = {name: backend.codec.model.operation_model(name).output_shape for name in backend.modules}

    assert returning == {name: bool(shape and shape.members) for name, shape in outputs.items()}
