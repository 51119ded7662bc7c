"""The log of changes to a mock, from which a server restores its state."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import pytest

from sesmock.http import HttpRequest
from sesmock.server import state_log
from sesmock.server.state_log import StateError, StateLog
from tests.server.clients import MESSAGE, SEND, Caller, dump
from tests.server.test_command import fetch, run, run_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Server:
    """A server that keeps a log, and can be restarted."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.path = path
        self.options = options
        self.caller = Caller(**options)
        self.replayed = 0
        self._open()

    def _open(self) -> None:
        application = self.caller.application
        state = StateLog(str(self.path), application.mock.world)
        self.replayed = state.replay(application.run)
        application.state = state

    def restart(self) -> Caller:
        """Restart from the log."""
        self.close()
        self.caller = Caller(**self.options)
        self._open()
        return self.caller

    def close(self) -> None:
        """Close the log."""
        assert self.caller.application.state is not None
        self.caller.application.state.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Yield a server with a new log."""
    server = Server(tmp_path / "state.db")
    yield server
    server.close()


def read_everything(caller: Caller) -> list[Any]:
    """Return all messages, events, refused calls and received mail from the JSON API."""
    lists = [
        caller.call("GET", f"/_sesmock/{name}").get_json() for name in ("events", "rejected", "received")
    ]
    ids = [message.message_id for message in caller.mock.handle.outbox]
    return [*lists, *(caller.call("GET", f"/_sesmock/messages/{each}").get_json() for each in ids)]


def test_a_restart_restores_all_records(server: Server) -> None:
    """A restart preserves messages, events, refused calls and received mail, with their IDs and times."""
    caller = server.caller
    caller.call("POST", "/v2/email/identities", dump({"EmailIdentity": "example.org"}))
    message_id = caller.send()
    caller.call("POST", f"/_sesmock/messages/{message_id}/bounce", "{}")
    caller.call("POST", "/", SEND.replace("example.com", "example.info") + MESSAGE)
    caller.call(
        "POST", "/_sesmock/receive", dump({"raw": "From: a@example.net\r\nTo: b@example.com\r\n\r\nHi"})
    )
    before = read_everything(caller)

    caller = server.restart()

    assert read_everything(caller) == before
    assert "example.org" in caller.mock.handle.account.identities
    assert server.replayed == 5


def test_reads_are_not_logged(server: Server) -> None:
    """Reads and invalid requests are not in the log, since they change nothing."""
    server.caller.call("GET", "/_sesmock/messages")
    server.caller.call("GET", "/v2/email/account")
    server.caller.call("POST", "/", "Action=ListIdentities")
    server.caller.call("POST", "/v2/email/nothing")

    server.restart()

    assert server.replayed == 0


@pytest.mark.parametrize("reads", [1, 2])
def test_a_read_that_advances_a_job_is_logged(server: Server, reads: int) -> None:
    """A job has the same status after a restart, because the reads that advanced it are in the log."""
    destination = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
    source = {"S3Url": "s3://imports/none.csv", "DataFormat": "CSV"}
    body = dump({"ImportDestination": destination, "ImportDataSource": source})
    job_id = server.caller.call("POST", "/v2/email/import-jobs", body).get_json()["JobId"]
    for _ in range(reads):
        server.caller.call("GET", f"/v2/email/import-jobs/{job_id}")
    before = server.caller.call("POST", "/v2/email/import-jobs/list", "{}").get_json()["ImportJobs"]

    caller = server.restart()

    assert caller.call("POST", "/v2/email/import-jobs/list", "{}").get_json()["ImportJobs"] == before


def test_refused_signatures_are_not_logged(tmp_path: Path) -> None:
    """A call that was refused for its signature is not in the log."""
    server = Server(tmp_path / "state.db", credentials={"AKIAME": "secret"})
    with closing(server):
        server.caller.call("POST", "/", SEND + MESSAGE)

        assert len(server.restart().mock.handle.outbox) == 0


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/_sesmock/unknown/_sesmock/reset", ""),
        ("PUT", "/_sesmock/reset", ""),
        ("POST", "/?next=/_sesmock/reset", "Action=VerifyEmailIdentity&EmailAddress=a@example.org"),
    ],
)
def test_only_a_reset_clears_the_file(server: Server, method: str, path: str, body: str) -> None:
    """A request that only resembles a reset deletes nothing from the file."""
    message_id = server.caller.send()
    server.caller.call(method, path, body)

    outbox = server.restart().mock.handle.outbox

    assert [message.message_id for message in outbox] == [message_id]


def test_a_reset_clears_the_file(server: Server) -> None:
    """A reset deletes all earlier requests from the file."""
    server.caller.send()
    server.caller.call("POST", "/_sesmock/reset")
    message_id = server.caller.send()

    outbox = server.restart().mock.handle.outbox

    assert [message.message_id for message in outbox] == [message_id]
    assert server.replayed == 1


def test_scheduled_events_are_replayed(tmp_path: Path) -> None:
    """A scheduled event that has happened is in the log, so a restart replays it."""
    server = Server(tmp_path / "state.db")
    with closing(server):
        done: list[float] = []
        world = server.caller.mock.world
        world.schedule(world.clock.time() - 1, lambda: done.append(world.clock.time()))
        server.caller.send()

        server.restart()

        assert len(done) == 1
        assert server.replayed == 2


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        # SQLite leaves user_version and application_id to applications.
        ("PRAGMA user_version = 99", "has the format 99, but this version of sesmock reads the format 1"),
        ("PRAGMA application_id = 1", "is a database of another program"),
        ("UPDATE meta SET value = '0.0.1' WHERE name = 'sesmock'", "was written by sesmock 0.0.1"),
        (
            "UPDATE meta SET value = 'True' WHERE name = 'sandbox'",
            "was written with sandbox=True; use the same options",
        ),
        ("DROP TABLE meta", "cannot be used: no such table"),
    ],
)
def test_other_logs_are_refused(tmp_path: Path, statement: str, text: str) -> None:
    """A log that was written by another program or version, or with other options, is refused."""
    path = tmp_path / "state.db"
    Server(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()

    with pytest.raises(StateError, match=text):
        Server(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A path that cannot be opened is refused; so is a file that is not a database, and it is left unchanged."""
    path = tmp_path / "notes.txt"
    path.write_text("notes " * 1000)

    for wrong in (path, tmp_path, tmp_path / "nowhere" / "state.db"):
        with pytest.raises(StateError, match="cannot be"):
            StateLog(str(wrong), Caller().mock.world)
    assert path.read_text() == "notes " * 1000


def test_a_log_belongs_to_one_server(server: Server) -> None:
    """A second server cannot use the log of a running server."""
    with pytest.raises(StateError, match="does another server use it"):
        StateLog(str(server.path), Caller().mock.world)


def test_a_failed_write_to_the_log_is_an_error(server: Server) -> None:
    """If a send cannot be written to the log, the client gets an error, since a restart would lose the send."""
    assert server.caller.application.state is not None
    server.caller.application.state._database.execute("DROP TABLE requests")

    response = server.caller.call("POST", "/", SEND + MESSAGE)

    assert (response.status_code, response.get_json()["code"]) == (500, "InternalFailure")


def test_a_checkout_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version of sesmock is "unknown" if no distribution is installed."""
    monkeypatch.setattr(state_log, "version", _raise)

    assert state_log._find_version() == "unknown"


def _raise(name: str) -> str:
    raise state_log.PackageNotFoundError(name)


@pytest.mark.slow
def test_a_killed_server_loses_no_send(tmp_path: Path) -> None:
    """After a server is killed and restarted, it still has every send that it answered."""
    path = str(tmp_path / "state.db")
    answered: list[str] = []
    with run_server("--identities", "example.com", "--state", path, "--quiet") as (process, url):

        def send() -> None:
            with suppress(OSError, HTTPException):
                while True:
                    text = fetch(url, SEND + MESSAGE)
                    answered.append(text.partition("<MessageId>")[2].partition("<")[0])

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        while len(answered) < 100:
            time.sleep(0.01)
        # No process can handle SIGKILL, so the server writes nothing more.
        process.kill()
        for thread in threads:
            thread.join()
    with run_server("--identities", "example.com", "--state", path) as (_, url):
        messages = json.loads(fetch(f"{url}/_sesmock/messages?limit=1000"))["messages"]

    assert 100 <= len(answered) < 1000
    assert set(answered) <= {message["message_id"] for message in messages}


def test_the_command_reports_an_invalid_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not a log ends the command with status 1."""
    path = tmp_path / "notes"
    path.write_text("notes " * 1000)

    code, error = run(capsys, "--state", os.fspath(path))

    assert code == 1
    assert "--state: " in error


@pytest.mark.slow
def test_ten_thousand_sends_are_restored_in_seconds(server: Server) -> None:
    """A server restores ten thousand sends from its log in less than five seconds of CPU time."""
    request = HttpRequest("POST", "http://localhost/", {}, (SEND + MESSAGE).encode())
    for _ in range(10_000):
        server.caller.application.answer(request)
    start = time.process_time()

    caller = server.restart()

    assert time.process_time() - start < 5
    assert len(caller.mock.handle.outbox) == 10_000


def test_reads_of_the_inbox_are_not_logged(server: Server) -> None:
    """The reads of the inbox are not in the log, but the changes that its buttons make are."""
    message_id = server.caller.send()
    for path in ("mail", f"mail/{message_id}", "account", "resources/identities", "updates"):
        assert server.caller.call("GET", f"/_sesmock/inbox/{path}").status_code == 200
    server.caller.call("POST", "/_sesmock/inbox/preview", dump({"template": "x", "data": "{}"}))
    server.caller.call("POST", f"/_sesmock/messages/{message_id}/bounce")
    caller = server.restart()

    assert server.replayed == 2
    assert caller.mock.handle.outbox.one().outcome == "bounced"
