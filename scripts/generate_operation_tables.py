"""Write the table of modules of each API from the decorators of its operations: ``make operations``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sesmock.apis import APIS
from sesmock.backends.backend import Backend, load_backend

HEAD = '''\
"""The module of each operation, so that only what is called is imported. Made by ``make operations``."""

from __future__ import annotations

MODULES = {
'''


def main() -> None:
    """Write the tables of all APIs."""
    for name in APIS:
        backend = load_backend(name)
        path(backend).write_text(table(backend), "utf-8")


def path(backend: Backend) -> Path:
    """Return the file that holds the table of an API."""
    return _folder(backend) / "operations.py"


def table(backend: Backend) -> str:
    """Return the table of an API: operations by name, each with its module."""
    for module in iter_modules([str(_folder(backend))], f"{backend.package}."):
        import_module(module.name)
    rows = (
        f'    "{name}": "{operation.function.__module__.rpartition(".")[2]}",\n'
        for name, operation in sorted(backend.registered.items())
    )
    return f"{HEAD}{''.join(rows)}}}\n"


def _folder(backend: Backend) -> Path:
    return Path(str(import_module(backend.package).__file__)).parent


if __name__ == "__main__":
    main()
