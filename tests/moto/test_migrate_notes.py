"""``sesmock migrate`` leaves notes about code that needs a manual change."""

from __future__ import annotations

from textwrap import dedent

import pytest

pytest.importorskip("libcst")

from sesmock.migrate.rewrite import rewrite

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


@pytest.mark.parametrize(("text", "expected"), NOTES.values(), ids=NOTES)
def test_manual_changes_are_noted(text: str, expected: list[str]) -> None:
    """A line that needs a manual change gets a note that says what to write."""
    notes = [f"{line}: {note}" for line, note in rewrite(dedent(text)).notes]

    assert [note[: len(start)] for note, start in zip(notes, expected, strict=True)] == expected
