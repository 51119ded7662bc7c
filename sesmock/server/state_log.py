"""The state of a server in a file: a log of requests that a later start replays.

Each request is recorded with its time and a seed, so a replay creates the same messages with the same ids. With a log,
requests run one at a time.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from contextlib import closing
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.awsrequest import HeadersDict

from sesmock.domain import ids
from sesmock.http import HttpRequest
from sesmock.server.answers import write_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sesmock.domain.world import World
    from sesmock.http import HttpResponse

    Run = Callable[[HttpRequest], HttpResponse]

_APPLICATION_ID = 0x5E5_0C4  # identifies the file as sesmock's
FORMAT = 1
_SETTLE = "SETTLE"  # the method of an entry that stands for the scheduled events that were due
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE requests (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, seed INTEGER NOT NULL,
    method TEXT NOT NULL, url TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
);
"""
# The headers that affect how SES answers a request. The invocation id marks retries of the same call.
_KEPT_HEADERS = (
    "Authorization",
    "Content-Encoding",
    "Content-Type",
    "Host",
    "X-Amz-Content-Sha256",
    "X-Amz-Date",
    "X-Amz-Region-Set",
    "X-Amz-Target",
    "X-Amzn-Authorization",
    "amz-sdk-invocation-id",
)
_READS = ("Get", "List", "Describe", "BatchGet", "TestRender")
_RESET = ("POST", "/_sesmock/reset")


class StateError(Exception):
    """A file that is not a log of a server with these options."""


class StateLog:
    """A log in SQLite. It commits each request before the response is sent, so a killed server loses none.

    Raise `StateError` for a file of a different kind, version or set of options, and for a file in use.
    """

    def __init__(self, path: str, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._database = _connect(path)
        try:
            self._prepare(path)
        except BaseException:
            self._database.close()
            raise

    def replay(self, run: Run) -> int:
        """Replay the requests in the log; return their number."""
        number = 0
        for moment, seed, request in self._read():
            number += 1
            ids.seed(seed)
            with self._world.clock.hold(moment):
                if request.method == _SETTLE:
                    self._world.settle()
                else:
                    run(request)
        return number

    def carry_out(self, request: HttpRequest, operation: str, run: Run) -> HttpResponse:
        """Answer a request, and record it if it can change state."""
        with self._lock:
            moment = self._world.clock.time()
            with self._world.clock.hold(moment):
                self._settle(moment)
                seed = secrets.randbits(62)
                ids.seed(seed)
                response = run(request)
            if _is_change(request, operation):
                try:
                    # After a reset, the earlier requests have no effect.
                    if _is_reset(request, response):
                        self._database.execute("DELETE FROM requests")
                    else:
                        self._write(moment, seed, request)
                except sqlite3.Error as error:
                    return write_error(500, "InternalFailure", f"the state cannot be written: {error}")
            return response

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _settle(self, moment: float) -> None:
        """Publish the scheduled events that are due, and record this as an entry, since the events use ids, too."""
        if self._world.is_due():
            seed = secrets.randbits(62)
            ids.seed(seed)
            self._world.settle()
            self._write(moment, seed, HttpRequest(_SETTLE, "", {}, b""))

    def _write(self, moment: float, seed: int, request: HttpRequest) -> None:
        headers = {name: text for name in _KEPT_HEADERS if (text := request.headers.get(name)) is not None}
        values = (moment, seed, request.method, request.url, json.dumps(headers), request.body)
        self._database.execute(
            "INSERT INTO requests (time, seed, method, url, headers, body) VALUES (?, ?, ?, ?, ?, ?)", values
        )

    def _read(self) -> Iterator[tuple[float, int, HttpRequest]]:
        """Yield the entries of the log."""
        select = "SELECT time, seed, method, url, headers, body FROM requests ORDER BY id"
        with closing(self._database.execute(select)) as rows:
            for moment, seed, method, url, headers, body in rows:
                yield moment, seed, HttpRequest(method, url, HeadersDict(json.loads(headers)), body)

    def _prepare(self, path: str) -> None:
        """Create the tables of a new file, or check the identity of an existing one."""
        current = {"sesmock": _find_version(), **_describe_options(self._world)}
        try:
            [[application_id]] = self._database.execute("PRAGMA application_id")
            [[form]] = self._database.execute("PRAGMA user_version")
            [[tables]] = self._database.execute("SELECT count(*) FROM sqlite_master")
            if tables == 0:
                self._create(current)
                return
            if application_id != _APPLICATION_ID:
                raise StateError(f"{path} is a database of another program")
            if form != FORMAT:
                raise StateError(
                    f"{path} has the format {form}, but this version of sesmock reads the format {FORMAT}"
                )
            former = dict(self._database.execute("SELECT name, value FROM meta"))
        except sqlite3.Error as error:
            raise StateError(f"{path} cannot be used: {error}") from None
        _compare(path, former, current)

    def _create(self, meta: Mapping[str, str]) -> None:
        self._database.executescript(
            f"BEGIN; PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {FORMAT}; {_TABLES} COMMIT;"
        )
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


def _connect(path: str) -> sqlite3.Connection:
    """Open a file exclusively; each statement is a transaction."""
    try:
        # Requests come from several threads. Without a timeout, a file in use is reported immediately.
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
    except sqlite3.Error as error:
        raise StateError(f"{path} cannot be opened: {error}") from None
    try:
        # In this mode SQLite takes the lock at the first access and keeps it, so an empty transaction finds out now
        # whether another server has the file.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        # With WAL, a commit in this mode survives the death of the process, though maybe not a power failure, and a
        # commit does not wait for the disk.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite3.Error as error:
        database.close()
        raise StateError(f"{path} cannot be used: {error}; does another server use it?") from None
    return database


def _is_change(request: HttpRequest, operation: str) -> bool:
    """Return whether a request can change state, by its operation or method."""
    if operation == "api":
        return request.method not in {"GET", "HEAD"}
    name = operation.partition(" ")[2]
    # Reading a single job moves it on; every other read changes nothing.
    return bool(name) and (name.endswith("Job") or not name.startswith(_READS))


def _is_reset(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether a request has reset the state; a refused request can have the same path."""
    is_done = response.status < HTTPStatus.BAD_REQUEST
    return is_done and (request.method, urlsplit(request.url).path) == _RESET


def _find_version() -> str:
    try:
        return version("sesmock")
    except PackageNotFoundError:  # run from a checkout
        return "unknown"


def _describe_options(world: World) -> dict[str, str]:
    return {name: repr(value) for name, value in world.options.as_dict().items()}


def _compare(path: str, former: Mapping[str, str], current: Mapping[str, str]) -> None:
    """Raise `StateError` if a replay of the log might have another result now."""
    if former.get("sesmock") != current["sesmock"]:
        raise StateError(
            f"{path} was written by sesmock {former.get('sesmock')}, this is {current['sesmock']}; "
            "use that version, or start with a new file"
        )
    changed = [name for name in current if former.get(name) != current[name]]
    if changed:
        texts = ", ".join(f"{name}={former.get(name)}" for name in changed)
        raise StateError(f"{path} was written with {texts}; use the same options, or start with a new file")
