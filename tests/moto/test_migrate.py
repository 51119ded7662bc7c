"""``sesmock migrate`` rewrites tests that use moto."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

pytest.importorskip("libcst")

from typing import TYPE_CHECKING

from sesmock.command_line import main
from sesmock.migrate.rewrite import rewrite

if TYPE_CHECKING:
    from pathlib import Path

REWRITES = {
    "a decorator of moto 4": (
        """
        from moto import mock_ses
        from shop import *
        from . import tools

        @tools["retry"]
        @mock_ses
        def test_it():
            send()
        """,
        """
        from shop import *
        from . import tools
        from sesmock import mock_ses

        @tools["retry"]
        @mock_ses
        def test_it():
            send()
        """,
    ),
    "both APIs of moto 4": (
        """
        from moto import mock_ses, mock_sesv2

        @mock_ses
        @mock_sesv2
        def test_it():
            with mock_ses(), mock_sesv2():
                send()
        """,
        """
        from sesmock import mock_ses

        @mock_ses
        def test_it():
            with mock_ses():
                send()
        """,
    ),
    "another service of moto 4": (
        """
        import boto3
        from moto import mock_s3, mock_ses as ses_of_moto

        @mock_s3
        @ses_of_moto()
        class TestIt:
            def test_it(self):
                boto3.client("s3")
        """,
        """
        import boto3
        from moto import mock_s3
        from sesmock import mock_ses

        @mock_s3
        @mock_ses(publish="boto3")
        class TestIt:
            def test_it(self):
                boto3.client("s3")
        """,
    ),
    "a module": (
        """
        import moto

        mock = moto.mock_ses()

        @moto.mock_ses
        def test_it():
            mock.start()
        """,
        """
        from sesmock import mock_ses

        mock = mock_ses()

        @mock_ses
        def test_it():
            mock.start()
        """,
    ),
    "moto 5 for SES alone": (
        """
        import boto3
        from moto import mock_aws

        @mock_aws()
        async def test_it():
            boto3.client("ses")
        """,
        """
        import boto3
        from sesmock import mock_ses

        @mock_ses()
        async def test_it():
            boto3.client("ses")
        """,
    ),
    "moto 5 beside another service": (
        """
        import boto3
        from moto import mock_aws

        @mock_aws
        def test_it():
            boto3.client("ses").verify_domain_identity(Domain="example.com")
            boto3.resource("s3")

        def test_with():
            with mock_aws() as mock:
                send()
        """,
        """
        import boto3
        from moto import mock_aws
        from sesmock import mock_ses

        @mock_aws
        @mock_ses(identities=["example.com"], publish="boto3")
        def test_it():
            boto3.resource("s3")

        def test_with():
            with mock_aws() as mock, mock_ses(publish="boto3"):
                send()
        """,
    ),
    "verifications": (
        """
        import boto3
        from moto import mock_ses
        from shop import mail

        SENDER = "shop@example.com"

        @mock_ses
        def test_it(address):
            ses = boto3.client("ses")
            ses.verify_email_identity(EmailAddress=SENDER)
            ses.verify_email_identity(EmailAddress=SENDER)
            ses.verify_email_identity(EmailAddress=mail.SENDER)
            ses.verify_email_identity(EmailAddress=address)
            with freeze_time("2026-01-01"):
                boto3.client("sesv2").create_email_identity(EmailIdentity="example.com")
        """,
        """
        import boto3
        from shop import mail
        from sesmock import mock_ses

        SENDER = "shop@example.com"

        @mock_ses(identities=[SENDER, mail.SENDER, "example.com"])
        def test_it(address):
            ses = boto3.client("ses")
            ses.verify_email_identity(EmailAddress=address)
            with freeze_time("2026-01-01"):
                pass
        """,
    ),
    "verifications that stay": (
        """
        import boto3
        import pytest
        from moto import mock_ses

        @mock_ses
        def test_it(ses):
            if ses:
                ses.verify_email_identity(EmailAddress="a@example.com")
            with pytest.raises(ValueError):
                ses.verify_email_identity(EmailAddress="b@example.com")
            ses.verify_email_identity(EmailAddress="c@example.com")
            ses.create_email_identity(EmailIdentity="d@example.com", Tags=[])
            answer = ses.verify_domain_dkim(Domain="example.com")

        @mock_ses
        def test_handled(ses):
            try:
                send()
            except ValueError:
                pass
            ses.verify_email_identity(EmailAddress="g@example.com")

        def test_other(ses):
            ses.verify_email_identity(EmailAddress="e@example.com")

        ses.verify_email_identity(EmailAddress="f@example.com")
        """,
        """
        import boto3
        import pytest
        from sesmock import mock_ses

        @mock_ses
        def test_it(ses):
            if ses:
                ses.verify_email_identity(EmailAddress="a@example.com")
            with pytest.raises(ValueError):
                ses.verify_email_identity(EmailAddress="b@example.com")
            ses.verify_email_identity(EmailAddress="c@example.com")
            ses.create_email_identity(EmailIdentity="d@example.com", Tags=[])
            answer = ses.verify_domain_dkim(Domain="example.com")

        @mock_ses
        def test_handled(ses):
            try:
                send()
            except ValueError:
                pass
            ses.verify_email_identity(EmailAddress="g@example.com")

        def test_other(ses):
            ses.verify_email_identity(EmailAddress="e@example.com")

        ses.verify_email_identity(EmailAddress="f@example.com")
        """,
    ),
    "a function that only verifies": (
        """
        from moto import mock_ses

        @mock_ses
        def test_it(ses):
            ses.verify_email_identity(EmailAddress="a@example.com")
        """,
        """
        from sesmock import mock_ses

        @mock_ses(identities=["a@example.com"])
        def test_it(ses):
            pass
        """,
    ),
    "reads": (
        """
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.ses import ses_backends
        from moto.sesv2 import sesv2_backends

        def test_it():
            backend = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
            assert backend.sent_message_count == 1
            assert backend.rejected_messages_count == 0
            messages = backend.sent_messages
            assert messages == []
            self.first = messages[0]
            first, second = backend.sent_messages
            assert first.id == second.source
            assert backend.sent_messages[-1].raw_data
            assert [each.body for each in backend.sent_messages[1:]] == []
            assert {each.subject for each in backend.sent_messages}
            assert {each.id: each for each in backend.sent_messages}
            assert all(each.template for each in backend.sent_messages)
            for each in sesv2_backends["1"]["eu-west-1"].core_backend.sent_messages:
                assert each.destinations["CcAddresses"] == []
                assert each.destinations.get("ToAddresses", []) == each.other.get("x")
            each = None
        """,
        """
        from sesmock import current

        def test_it():
            assert sum(len(message.recipients) for message in current().outbox) == 1
            assert len(current().rejected) == 0
            messages = current().outbox
            assert list(messages) == []
            self.first = messages[0]
            first, second = current().outbox
            assert first.message_id == second.sender
            assert current().outbox[-1].raw.decode()
            assert [(each.html or each.text) for each in current().outbox[1:]] == []
            assert {each.subject for each in current().outbox}
            assert {each.message_id: each for each in current().outbox}
            assert all(each.template.name for each in current().outbox)
            for each in current().outbox:
                assert list(each.cc) == []
                assert list(each.to) == each.other.get("x")
            each = None
        """,
    ),
    "reads by self": (
        """
        from moto.ses import ses_backends

        class TestIt:
            def setup_method(self):
                self.backend = ses_backends["1"]["us-east-1"]
                self.other = ses_backends["1"]["us-east-1"]

            def setup_class(cls):
                cls.backend = ses_backends

            def test_it(self):
                sent: list = self.backend.sent_messages
                mail: Mail
                assert sent[0].source
                backend = ses_backends["1"]["us-east-1"]
                assert backend.sent_messages
        """,
        """
        from moto.ses import ses_backends
        from sesmock import current

        class TestIt:
            def setup_method(self):
                pass

            def setup_class(cls):
                cls.backend = ses_backends

            def test_it(self):
                sent: list = current().outbox
                mail: Mail
                assert sent[0].sender
                assert current().outbox
        """,
    ),
}
LEFT = {
    "nothing of moto": "import boto3\n\nses = boto3.client('ses')\n",
    "both side by side": (
        "import boto3\nfrom moto import mock_aws\nfrom sesmock import mock_ses\n\nboto3.client('ses')\n\n"
        "@mock_aws\n@mock_ses(identities=['example.com'])\ndef test_it():\n    boto3.client('s3')\n"
    ),
    "both by a fixture": (
        "import boto3\nfrom moto import mock_aws\n\n"
        "@mock_aws\ndef test_it(ses_mock):\n    boto3.client('ses')\n"
    ),
    "moto for another service": (
        "import boto3\nfrom moto import mock_aws\n\n@mock_aws\ndef test_it():\n    boto3.client('s3')\n"
    ),
}
NOTES = {
    "attributes without a counterpart": (
        """
        from moto.ses import ses_backends

        def test_it():
            [message] = ses_backends["1"]["us-east-1"].sent_messages
            assert message.destinations == {}
            assert message.destinations[kind] == []
            assert message.template_data
            assert ses_backends["1"]["us-east-1"].templates
        """,
        [
            "6: destinations of moto's message has no counterpart: write message.to, message.cc and message.bcc,",
            "7: destinations of moto's message has no counterpart",
            "8: template_data of moto's message has no counterpart: write an attribute of the messages of current",
            "9: templates of moto's backend has no counterpart: write a boto3 call, or an attribute of current()",
        ],
    ),
    "backends that are passed on": (
        """
        from moto.ses import ses_backends

        backend = ses_backends["1"]["us-east-1"]

        def test_it():
            own = ses_backends["1"]["us-east-1"]
            check(own)
            check(ses_backends)
            return ses_backends["1"]["us-east-1"]
        """,
        [
            f"{line}: this use of ses_backends is unchanged: read current().outbox instead"
            for line in (4, 8, 9, 10)
        ],
    ),
    "messages that are returned": (
        """
        from moto.ses import ses_backends

        def sent():
            return ses_backends["1"]["us-east-1"].sent_messages

        def clear():
            ses_backends["1"]["us-east-1"].sent_messages.clear()
            return
        """,
        [
            "5: messages leave this function: their attributes are now those of current().outbox",
            "8: clear of a list: current().outbox is read-only",
        ],
    ),
    "arguments": (
        """
        import boto3
        from moto import mock_aws

        @mock_aws(config={})
        def test_it():
            with mock_aws(config={}):
                boto3.client("ses")
        """,
        [
            f"{line}: the arguments of this mock were dropped: see the options of sesmock.mock_ses"
            for line in (5, 7)
        ],
    ),
    "a mock with an unknown purpose": (
        """
        from moto import mock_aws

        with mock_aws():
            work()
        """,
        ["2: this file does not show whether mock_aws mocks SES"],
    ),
    "started by hand": (
        """
        import boto3
        from moto import mock_aws

        ses, s3 = boto3.client("ses"), boto3.client("s3")
        mock = mock_aws()
        """,
        ["6: this moto mock is unchanged: start a sesmock.mock_ses() next to it"],
    ),
    "above a fixture": (
        """
        import pytest
        from moto import mock_ses

        @mock_ses
        @pytest.fixture(scope="module")
        def ses():
            yield
        """,
        ["5: mock_ses must be below @pytest.fixture; swap the two"],
    ),
}


def drop_blank_lines(text: str) -> str:
    """Return dedented code without blank lines, which do not matter where statements were removed."""
    return "\n".join(line for line in dedent(text).splitlines() if line.strip())


@pytest.mark.parametrize(("before", "after"), REWRITES.values(), ids=REWRITES)
def test_mechanical_changes_are_made(before: str, after: str) -> None:
    """Code that uses moto is rewritten to code that does the same with sesmock."""
    assert drop_blank_lines(rewrite(dedent(before)).text) == drop_blank_lines(after)


@pytest.mark.parametrize("text", [*LEFT.values(), *(dedent(after) for _, after in REWRITES.values())])
def test_other_code_is_unchanged(text: str) -> None:
    """Code that does not concern SES stays unchanged, and so does code that is already rewritten."""
    assert rewrite(text).text == text


@pytest.mark.parametrize(("text", "expected"), NOTES.values(), ids=NOTES)
def test_manual_changes_are_noted(text: str, expected: list[str]) -> None:
    """A line that needs a manual change gets a note that says what to write."""
    notes = [f"{line}: {note}" for line, note in rewrite(dedent(text)).notes]

    assert [note[: len(start)] for note, start in zip(notes, expected, strict=True)] == expected


SUITE = "from moto import mock_ses\n\n\n@mock_ses\ndef test_it():\n    send()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a test suite and other files."""
    (tmp_path / "test_it.py").write_text(SUITE)
    for name in (".venv", "node_modules"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_it.py").write_text(SUITE)
    return tmp_path


def test_a_diff_is_shown_by_default(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default the command shows a diff and writes nothing."""
    status = main(["migrate", str(folder)])
    output = capsys.readouterr().out

    assert status == 0
    assert "-from moto import mock_ses\n+from sesmock import mock_ses\n" in output
    assert output.count("--- ") == 1
    assert output.endswith("1 file to rewrite: add --write\n")
    assert (folder / "test_it.py").read_text() == SUITE


def test_files_are_written_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --write, files are rewritten, and a second run has nothing to do."""
    first = main(["migrate", "--write", str(folder / "test_it.py")])
    second = main(["migrate", "--write", str(folder)])

    assert (first, second) == (0, 0)
    assert (folder / "test_it.py").read_text() == SUITE.replace("moto", "sesmock")
    assert capsys.readouterr().out == "1 file rewritten\nno files rewritten\n"


@pytest.mark.parametrize("code", [b"from moto import (\n", b"# moto \xff\xfe\n", b"# coding: moto\n"])
def test_a_file_that_cannot_be_read_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], code: bytes
) -> None:
    """A file that cannot be read or parsed is skipped; the others are rewritten, and the exit status is 1."""
    (folder / "broken.py").write_bytes(code)
    status = main(["migrate", "--write", str(folder)])

    assert status == 1
    assert f"{folder / 'broken.py'}: skipped: " in capsys.readouterr().out
    assert "sesmock" in (folder / "test_it.py").read_text()


def test_a_file_that_cannot_be_written_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be written is skipped with its error; the others are rewritten, and the exit status is 1."""
    (folder / "locked.py").write_text(SUITE)
    write = type(folder).write_bytes

    def refuse(path: Path, data: bytes) -> int:
        if path.name == "locked.py":
            raise PermissionError(13, "Permission denied", str(path))
        return write(path, data)

    monkeypatch.setattr(type(folder), "write_bytes", refuse)
    status = main(["migrate", "--write", str(folder)])
    output = capsys.readouterr().out

    assert status == 1
    assert f"{folder / 'locked.py'}: skipped: [Errno 13] Permission denied" in output
    assert output.endswith("1 file rewritten\n")
    assert "sesmock" in (folder / "test_it.py").read_text()


def test_a_file_stays_in_its_encoding(folder: Path) -> None:
    """A rewritten file keeps its encoding and its line ends."""
    # PEP 263 defines the comment that declares an encoding.
    text = "# coding: latin-1\r\n# é\r\nfrom moto import mock_ses\r\n\r\nmock = mock_ses()\r\n"
    (folder / "test_it.py").write_bytes(text.encode("latin-1"))
    main(["migrate", "--write", str(folder)])

    assert (folder / "test_it.py").read_bytes().decode("latin-1") == text.replace("moto", "sesmock")


def test_notes_are_listed_with_their_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note starts with path:line, a format that editors can open."""
    (folder / "test_it.py").write_text("from moto import mock_aws\n\nmock_aws().start()\n")
    main(["migrate", str(folder)])

    assert (
        f"{folder / 'test_it.py'}:1: this file does not show whether mock_aws mocks"
        in capsys.readouterr().out
    )


def test_a_path_must_exist(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that does not exist ends the command with status 2 and an error."""
    status = main(["migrate", str(folder / "tets")])

    assert status == 2
    assert capsys.readouterr().err == f"sesmock migrate: no such file or directory: {folder / 'tets'}\n"


def test_the_command_needs_libcst(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without LibCST, the command ends with status 2, and the error mentions the extra to install."""
    for name in [name for name in sys.modules if name.startswith(("sesmock.migrate", "libcst"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    status = main(["migrate", str(folder)])

    assert status == 2
    assert capsys.readouterr().err == "sesmock migrate needs LibCST, e.g. pip install 'sesmock[migrate]'\n"


def test_the_command_has_help() -> None:
    """``sesmock migrate --help`` describes the command."""
    run = subprocess.run(
        [sys.executable, "-m", "sesmock", "migrate", "--help"], capture_output=True, text=True, check=True
    )

    assert "Without --write it only shows the changes" in " ".join(run.stdout.split())
