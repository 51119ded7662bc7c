"""The generated pages of docs/reference/ are current, and the API's has every public name."""

from __future__ import annotations

import re
from enum import Enum

import pytest

import sesmock
from docs import generate_api, generate_server_reference
from sesmock import moto, server, sns

PAGE = generate_api.PAGE.read_text("utf-8")
CLASSES = [name for name in sesmock.__all__ if isinstance(getattr(sesmock, name), type)]


def read_entry(name: str) -> str:
    """Return the part of the page below the heading of a name."""
    match = re.search(rf"^### `?{name}\b.*?(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


def list_members(cls: type) -> set[str]:
    """Return the public names that a class and its bases in sesmock define or annotate."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith("sesmock")]
    names = {name for base in bases for name in {**vars(base), **vars(base).get("__annotations__", {})}}
    internal = {*generate_api.INTERNAL.get(cls.__name__, ()), *getattr(cls, "_INTERNAL", ())}
    return {name for name in names - internal if not name.startswith("_")}


def test_the_page_is_up_to_date() -> None:
    """docs/reference/api.md is the output of ``make operations``."""
    assert generate_api.build_page() == PAGE


def test_the_pages_of_the_server_are_up_to_date() -> None:
    """command_line.md and json_api.md are the output of ``make operations``."""
    folder = generate_server_reference.REFERENCE

    assert (folder / "command_line.md").read_text("utf-8") == generate_server_reference.build_command_line()
    assert (folder / "json_api.md").read_text("utf-8") == generate_server_reference.build_json_api()


@pytest.mark.parametrize("name", sesmock.__all__)
def test_each_public_name_has_an_entry_with_a_description(name: str) -> None:
    """Below the heading of a name stands what it is."""
    description = read_entry(name).partition("\n\n")[2]

    assert re.match(r"[A-Z]\w* ", description)


@pytest.mark.parametrize(
    "module", [moto, server, sns], ids=lambda module: str(module.__name__).partition(".")[2]
)
def test_each_public_name_of_a_module_is_on_the_page(module: object) -> None:
    """The names of sesmock.moto, sesmock.server and sesmock.sns stand in the sections of these modules."""
    name = getattr(module, "__name__", "")
    section = PAGE[PAGE.index(f"## `{name}`") :]

    assert [each for each in getattr(module, "__all__", ()) if not re.search(rf"`{each}\b", section)] == []


@pytest.mark.parametrize("name", CLASSES)
def test_each_attribute_and_method_is_documented(name: str) -> None:
    """A class's entry has all of its public attributes and methods, but those that only sesmock needs."""
    cls = getattr(sesmock, name)
    entry = read_entry(name)
    members = set() if issubclass(cls, (Enum, Exception)) else list_members(cls)

    assert [member for member in sorted(members) if not re.search(rf"`{member}[(`]", entry)] == []


def test_each_entry_of_a_table_has_a_meaning() -> None:
    """No attribute or method lacks a docstring."""
    rows = re.findall(r"^\| `(\w+)` \| .* \|\s*\|$|^- `(\w+)\(.*\)`[^:]*:\s*$", PAGE, re.MULTILINE)

    assert rows == []
