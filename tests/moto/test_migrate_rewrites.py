"""``sesmock migrate`` rewrites code that uses moto, and only that."""

from __future__ import annotations

from textwrap import dedent

import pytest

pytest.importorskip("libcst")

from sesmock.migrate.rewrite import rewrite

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
