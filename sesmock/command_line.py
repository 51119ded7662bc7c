"""The ``sesmock`` command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sesmock.migrate.files import Result

_FAILED = 1
_NOT_STARTED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options, unknown = _build_parser().parse_known_args(arguments)
    if unknown:
        _refuse(options.parser, unknown)
    status: int = options.run(options)
    return status


def _refuse(parser: argparse.ArgumentParser, unknown: Sequence[str]) -> NoReturn:
    """Exit with an error that lists unknown arguments and suggests the closest valid ones."""
    from sesmock.domain.suggestions import describe_unknown

    actions = parser._actions  # noqa: SLF001 - argparse has no other list of them
    valid = [option for action in actions for option in action.option_strings if option.startswith("--")]
    names = [argument.partition("=")[0] for argument in unknown if argument.startswith("--")]
    parser.error(describe_unknown("option", names, valid) if names else f"unknown argument {unknown[0]!r}")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sesmock", description="An in-process mock of Amazon SES.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    migrate = commands.add_parser(
        "migrate",
        help="rewrite tests that use moto",
        description="Rewrite tests that mock SES with moto. Without --write it only shows the changes.",
    )
    migrate.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a Python file or a folder")
    migrate.add_argument("--write", action="store_true", help="write the files")
    migrate.set_defaults(run=_migrate, parser=migrate)
    _add_serve(commands)
    return parser


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from sesmock.server import settings

    serve = commands.add_parser(
        "serve",
        help="serve SES over HTTP",
        description="Serve SES over HTTP to clients in any language. Each option can also be set by an environment "
        "variable, such as SESMOCK_PORT for --port.",
    )
    settings.add_arguments(serve)
    serve.set_defaults(run=_serve, parser=serve)


def _serve(options: argparse.Namespace) -> int:
    from sesmock.server.requirements import require_werkzeug

    try:
        require_werkzeug()
    except ImportError as error:
        print(f"sesmock serve: {error}", file=sys.stderr)
        return _NOT_STARTED
    from sesmock.server import command

    return command.run(options)


def _migrate(options: argparse.Namespace) -> int:
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        print(f"sesmock migrate: no such file or directory: {names}", file=sys.stderr)
        return _NOT_STARTED
    try:
        from sesmock.migrate import files
    except ImportError:
        print("sesmock migrate needs LibCST, e.g. pip install 'sesmock[migrate]'", file=sys.stderr)
        return _NOT_STARTED
    results = []
    for result in files.migrate(options.paths, write=options.write):
        results.append(result)
        if not options.write:
            print(result.diff(), end="")
    _print_summary(results, is_written=options.write)
    return _FAILED if any(result.error for result in results) else 0


def _print_summary(results: Sequence[Result], *, is_written: bool) -> None:
    """Print the files that were skipped, the places that need a manual change, and the number of files."""
    for result in results:
        if result.error:
            print(f"{result.path}: skipped: {result.error}")
        for line, text in result.notes:
            print(f"{result.path}:{line}: {text}")
    count = sum(result.is_changed for result in results)
    files = {0: "no files", 1: "1 file"}.get(count, f"{count} files")
    hint = ": add --write" if count else ""
    print(f"{files} rewritten" if is_written else f"{files} to rewrite{hint}")
