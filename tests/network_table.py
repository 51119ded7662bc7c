"""Every way to reach AWS, tried inside a mock.

``python -m tests.network_table`` prints the table of docs/reference/network.md, and fails if the page differs. Every
resolution of a host name is refused, so nothing leaves the machine.
"""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sesmock import UnmockedCall, mock_ses
from tests.network_ways import OTHER, S3, SES, WAYS, Trial, attempts, is_installed, make_older_clients

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "network.md"
COLUMNS: dict[str, tuple[str, dict[str, Any]]] = {
    "to SES": (SES, {}),
    "to SES, `None`": (SES, {"block_network": None}),
    "to S3": (S3, {}),
    'to S3, `"ses"`': (S3, {"block_network": "ses"}),
    "to S3, `None`": (S3, {"block_network": None}),
    "elsewhere": (OTHER, {}),
    'elsewhere, `"all"`': (OTHER, {"block_network": "all"}),
}
HERE = {None, "localhost", "127.0.0.1", "::1", socket.gethostname()}


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Record and refuse the resolution of names; the interpreter calls this for each audit event."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} and arguments[0] not in HERE:
        attempts.append(arguments[0])
        raise socket.gaierror(f"{arguments[0]} was about to be reached")


# CPython traces an audit hook only if it has this attribute. Without it, coverage would miss the function.
watch.__cantrace__ = True  # type: ignore[attr-defined]


def try_way(name: str, column: str) -> str:
    """Return what happens to a call: it is answered, is refused or leaves; ``"lost"`` would be a bug in sesmock."""
    host, options = COLUMNS[column]
    attempts.clear()
    mock = mock_ses(identities=["example.com"], retry_sleep=False, **options)
    error: Exception | None = None
    with ExitStack() as stack:
        ses_mock = stack.enter_context(mock)
        try:
            WAYS[name][0](Trial(host, ses_mock, stack.close))
        except Exception as raised:  # noqa: BLE001 - each client raises its own errors
            error = raised
    if attempts:
        return "leaves"
    if isinstance(error, UnmockedCall):
        return "refused"
    return "answered" if error is None and (ses_mock.calls or host != SES) else f"lost: {error!r}"


def make_row(name: str) -> str:
    """Return a row of the table."""
    cells = [try_way(name, column) for column in COLUMNS]
    return f"| {' | '.join([name, *cells])} |"


def make_table() -> list[str]:
    """Return the rows of the table, without ways whose library is not installed."""
    sys.addaudithook(watch)
    make_older_clients()
    rows = [make_row(name) for name, (_, library) in WAYS.items() if is_installed(library)]
    return [f"| {' | '.join(['way', *COLUMNS])} |", f"|{'---|' * (len(COLUMNS) + 1)}", *rows]


def find_difference(table: list[str], page: str) -> str | None:
    """Return the rows of a table that are missing from a page; None if there are none."""
    missing = [line for line in table if line not in page.splitlines()]
    return "\n".join(["docs/reference/network.md says otherwise:", *missing]) if missing else None


def main() -> None:
    """Print the table, and fail if the page differs."""
    table = make_table()
    print("\n".join(table))
    sys.exit(find_difference(table, PAGE.read_text()))


if __name__ == "__main__":
    main()
