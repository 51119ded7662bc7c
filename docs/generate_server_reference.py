"""Write docs/reference/command_line.md and json_api.md from the command and the server (``make operations``).

A test checks that the pages are current.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sesmock.server import settings
from sesmock.server.api.openapi import build_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REFERENCE = Path(__file__).parent / "reference"
COMMAND_LINE_HEAD = """\
# Command line

`python -m sesmock` and `sesmock` are the same command. `--help` after a command lists its options.

| command | what it does |
|---|---|
| `serve` | [serves SES over HTTP](../how-to/server.md), for other languages and processes; needs `sesmock[server]` |
| `migrate PATH …` | [rewrites tests that use moto](../migrating/moto.md#sesmock-migrate), or only shows the changes |

The exit status of `serve` is 0 after SIGTERM and Ctrl-C, 1 if it cannot listen, and 2 for an invalid option. That of
`migrate` is 1 if a file could not be read. `migrate` writes files only with `--write`. An unknown option is an error
that suggests the right one.

## `sesmock serve`

Each option can also be set in the environment: `SESMOCK_PORT` for `--port`. An option of the command line takes
precedence.

This table is generated from the command (`make operations`).

| option | meaning |
|---|---|
"""
JSON_API_HEAD = """\
# JSON API

With these requests, other processes read and change the mock of [the server](../how-to/server.md). An error is
`{"code": …, "message": …}` with a 4xx status. The query strings of lists
accept the [filters of the sequences](inspector.md#filters); `limit` is 50 by default and at most 1000. To get the next
page, pass the `next` of a response as `cursor`. `GET /_sesmock/openapi.json` returns the OpenAPI 3.1 description of
these requests.

This page is generated from that description (`make operations`).
"""


def main() -> None:
    (REFERENCE / "command_line.md").write_text(build_command_line(), "utf-8")
    (REFERENCE / "json_api.md").write_text(build_json_api(), "utf-8")


def build_command_line() -> str:
    return COMMAND_LINE_HEAD + "".join(f"| {option} | {meaning} |\n" for option, meaning in _list_options())


def _list_options() -> Iterator[tuple[str, str]]:
    parser = argparse.ArgumentParser(add_help=False)
    settings.add_arguments(parser)
    for action in parser._actions:  # noqa: SLF001 - argparse has no other list of them
        names = ", ".join(f"`{name}`" for name in action.option_strings)
        value = f" `{action.metavar}`" if isinstance(action.metavar, str) else ""
        yield names + value, str(action.help).replace("%%", "%").replace("|", "\\|").replace("*", "\\*")


def build_json_api() -> str:
    document = build_document()
    routes = [
        _build_route(path, method, route)
        for path, methods in document["paths"].items()
        for method, route in methods.items()
    ]
    objects = [_build_object(name, schema) for name, schema in document["components"]["schemas"].items()]
    return f"{JSON_API_HEAD}{''.join(routes)}\n## Objects\n{''.join(objects)}"


def _build_route(path: str, method: str, route: Mapping[str, Any]) -> str:
    title = f"\n## `{method.upper()} {path}`\n\n{route['summary']}.\n"
    return title + _build_parameters(route.get("parameters", [])) + _build_body(route) + _build_answer(route)


def _build_parameters(parameters: list[dict[str, Any]]) -> str:
    names = [f"`{each['name']}`" for each in parameters if each["in"] != "path"]
    return f"\nQuery: {', '.join(names)}.\n" if names else ""


def _build_body(route: Mapping[str, Any]) -> str:
    content = route.get("requestBody", {}).get("content", {})
    bodies = [f"`{kind}`{_describe(schema.get('schema', {}))}" for kind, schema in content.items()]
    return f"\nBody: {', or '.join(bodies)}.\n" if bodies else ""


def _build_answer(route: Mapping[str, Any]) -> str:
    [content] = [
        answer.get("content", {}) for status, answer in route["responses"].items() if status != "default"
    ]
    answers = [f"`{kind}`{_describe(schema.get('schema', {}))}" for kind, schema in content.items()]
    return f"\nResponse: {', or '.join(answers) or 'empty'}.\n"


def _build_object(name: str, schema: Mapping[str, Any]) -> str:
    properties = schema.get("properties", {})
    rows = "".join(f"| `{each}` | {_name_type(value)} |\n" for each, value in properties.items())
    return f"\n### {name}\n\n| member | type |\n|---|---|\n{rows}"


def _describe(schema: Mapping[str, Any]) -> str:
    """Return the text after a content type: the members of an object, or a link to the object."""
    if "$ref" in schema:
        return f": {_name_type(schema)}"
    members = schema.get("properties", {})
    names = ", ".join(
        f"`{name}`" + (f" ({_name_type(value)})" if _has_object(value) else "")
        for name, value in members.items()
    )
    return f" with {names}" if names else ""


def _has_object(schema: Mapping[str, Any]) -> bool:
    return "$ref" in schema or "$ref" in schema.get("items", {})


def _name_type(schema: Mapping[str, Any]) -> str:
    """Return the type of a value: a JSON type, or a link to an object on the page."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    kind = schema.get("type", "any value")
    if kind == "array":
        return f"array of {_name_type(schema.get('items', {}))}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


if __name__ == "__main__":
    main()
