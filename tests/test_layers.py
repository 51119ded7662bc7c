"""Imports point down only (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sesmock

ROOT = Path(sesmock.__file__).parent
EVERYTHING = ("",)

# What each layer may import of sesmock; the longest matching prefix counts.
ALLOWED = {
    "__init__": EVERYTHING,
    "mock": EVERYTHING,
    "decorating": EVERYTHING,
    "classes": EVERYTHING,
    "stack": EVERYTHING,
    "active": EVERYTHING,
    "handle": EVERYTHING,
    "exceptions": (),
    "apis": (),
    "http": (),
    "origins": ("http", "exceptions"),
    "calls": ("exceptions",),
    "journal": ("calls", "http", "exceptions"),
    "faults": ("faults", "apis", "domain", "calls", "protocol", "http", "exceptions"),
    "faults.faults": ("http", "exceptions"),
    "transport": ("transport", "apis", "http", "exceptions"),
    "protocol": ("protocol", "http", "exceptions"),
    "domain": ("domain", "calls", "exceptions"),
    "inspector": ("inspector", "domain", "calls", "journal"),
    "publishing": ("publishing", "domain", "exceptions"),
    "sns": ("publishing",),
    "backends": ("backends", "apis", "domain", "protocol", "exceptions"),
    "backends.ses": (
        "apis",
        "backends.backend",
        "backends.paging",
        "backends.ses",
        "domain",
        "protocol",
        "exceptions",
    ),
    "backends.sesv2": (
        "apis",
        "backends.backend",
        "backends.paging",
        "backends.sesv2",
        "domain",
        "protocol",
        "exceptions",
    ),
    "gateway": (
        "apis",
        "backends",
        "calls",
        "domain",
        "faults",
        "journal",
        "origins",
        "protocol",
        "http",
        "exceptions",
    ),
}
FOREIGN = {
    "domain": (),
    "protocol": ("botocore.model", "botocore.loaders"),
    "publishing": ("botocore", "cryptography"),
    "transport": ("botocore", "boto3", "aiobotocore", "anyio", "moto"),
    "decorating": ("wrapt",),
    "classes": ("wrapt",),
}
MODULES = sorted(ROOT.rglob("*.py"))


def module_name(path: Path) -> str:
    """Return a module's name below sesmock."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def rule(name: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the entry of the longest prefix of a module's name."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((table[prefix] for prefix in prefixes if prefix in table), ())


def within(name: str, allowed: tuple[str, ...]) -> bool:
    """Return whether a name lies below one of the prefixes."""
    return any(prefix in ("", name) or name.startswith(f"{prefix}.") for prefix in allowed)


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the names that code imports when it runs, blocks for type checkers left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            packages = child.module in {"sesmock", "sesmock.domain", "sesmock.backends.sesv2", "botocore"}
            yield from (
                f"{child.module}.{alias.name}" if packages else str(child.module) for alias in child.names
            )
        elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield from imported(child)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    """A module imports of sesmock only what its layer may."""
    name = module_name(path)
    names = [found for found in imported(ast.parse(path.read_text())) if found.startswith("sesmock.")]

    assert [found for found in names if not within(found.removeprefix("sesmock."), rule(name, ALLOWED))] == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_the_libraries_of_its_layer(path: Path) -> None:
    """The insides of clients are touched by the transport alone, models by the protocol, and so on."""
    foreign = {"botocore", "boto3", "moto", "wrapt", "aiobotocore", "anyio", "pytest", "cryptography"}
    names = [found for found in imported(ast.parse(path.read_text())) if found.split(".")[0] in foreign]

    assert [found for found in names if not within(found, rule(module_name(path), FOREIGN))] == []
