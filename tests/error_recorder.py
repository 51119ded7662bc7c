"""A plugin that records which tests provoke which errors: ``python -m pytest tests -p tests.error_recorder``.

It rewrites the table of ``tests/backends/operations/test_completeness.py``. The entries of modules that did not run
stay as they are. Do not select single tests of a module, since the entries of its other tests would be removed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from sesmock.apis import APIS

if TYPE_CHECKING:
    from collections.abc import Iterator

Errors = dict[tuple[str, str, str], list[str]]
"""The modules of tests by API, operation and error."""
TESTS = Path(__file__).parent
TABLE = TESTS / "backends" / "operations" / "provoked_errors.json"
RECORDED = pytest.StashKey[Errors]()


def read_table() -> Errors:
    """Return the entries of the table."""
    table = json.loads(TABLE.read_text("utf-8"))
    return {
        (api, operation, error): [module]
        for api, operations in table.items()
        for operation, errors in operations.items()
        for error, module in errors.items()
    }


def merge(recorded: Errors, modules: set[str]) -> dict[str, Any]:
    """Return the new table: entries that are still true or whose module did not run, and new ones."""
    table: dict[str, Any] = {}
    old = read_table()
    for api, operation, error in sorted({*old, *recorded}):
        provoking = recorded.get((api, operation, error), [])
        [module] = old.get((api, operation, error), provoking[:1])
        if module in modules and module not in provoking:
            module = next(iter(provoking), "")
        if module:
            table.setdefault(api, {}).setdefault(operation, {})[error] = module
    return table


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Record the errors that clients raise during a test, if the model declares them for the operation."""
    recorded = item.session.stash.setdefault(RECORDED, {})
    module = item.path.relative_to(TESTS).as_posix()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def record(client: Any, operation: str, parameters: Any) -> Any:
        try:
            return call(client, operation, parameters)
        except ClientError as error:
            model = client.meta.service_model
            for shape in model.operation_model(operation).error_shapes:
                if model.service_name in APIS and shape.error_code == error.response["Error"]["Code"]:
                    recorded.setdefault((model.service_name, operation, shape.name), []).append(module)
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", record)
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Rewrite the table."""
    modules = {item.path.relative_to(TESTS).as_posix() for item in session.items}
    table = merge(session.stash.get(RECORDED, {}), modules)
    TABLE.write_text(f"{json.dumps(table, indent=1)}\n", "utf-8")
