"""The hints of failed assertions about unverified identities and missing resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from sesmock.mock import MarkedMock
from tests.inspector.hints import hints
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable


def refuse(function: Callable[..., object], *arguments: Any, **options: Any) -> None:
    """Make a call that SES refuses."""
    with pytest.raises(ClientError):
        function(*arguments, **options)


# Unverified identities.


def test_an_unknown_sender_gets_the_line_to_write() -> None:
    """For an unverified sender, the hint has a line to copy, with the existing identities and the bare address."""
    with mock_ses(identities=["example.org"]) as ses_mock:
        refuse(send, "ses", sender="Shop <shop@example.com>")

        assert hints(ses_mock) == [
            "shop@example.com (sender) is unknown in us-east-1; verified there: example.org",
            'write mock_ses(identities=["example.org", "shop@example.com"])',
        ]


def test_the_line_has_the_form_of_the_test() -> None:
    """In a test with a marker, the hint suggests a marker, even for a nested mock."""
    with MarkedMock() as ses_mock, mock_ses():
        refuse(send, sender="shop@example.com")

        assert hints(ses_mock)[-1] == 'write @pytest.mark.ses_mock(identities=["shop@example.com"])'


def test_a_test_that_calls_verify_gets_a_call() -> None:
    """In a test that calls `verify`, the hint suggests another call of `verify`."""
    with mock_ses() as ses_mock:
        ses_mock.verify("example.org")
        refuse(send, sender="shop@example.com")

        assert hints(ses_mock)[-1] == 'write ses_mock.verify("shop@example.com")'


def test_a_recipient_in_the_sandbox_is_identified() -> None:
    """In the sandbox, the hint mentions an unverified recipient, but not the verified sender."""
    with mock_ses(identities=["example.com"], sandbox=True) as ses_mock:
        refuse(send, "ses", "ada@example.net")

        assert hints(ses_mock) == [
            "ada@example.net (recipient: the account is in the sandbox) is unknown in us-east-1; "
            "verified there: example.com",
            'write mock_ses(identities=["example.com", "ada@example.net"])',
        ]


def test_hints_distinguish_the_sender_of_raw_mail() -> None:
    """For raw mail, the hint takes the sender and the recipients from the header."""
    raw = b"From: Shop <shop@example.org>\nTo: ada@example.net\n\nHi"
    with mock_ses(identities=["example.com"], sandbox=True) as ses_mock:
        refuse(boto3.client("ses").send_raw_email, RawMessage={"Data": raw})
        refuse(
            boto3.client("sesv2").send_email,
            Content={"Raw": {"Data": raw.replace(b"example.org", b"example.com")}},
        )

        assert [hint.partition(" is ")[0] for hint in hints(ses_mock)[:2]] == [
            "shop@example.org (sender)",
            "ada@example.net (recipient: the account",
        ]


@pytest.mark.parametrize(
    ("play", "state"),
    [
        (lambda ses_mock: None, "example.com is pending in us-east-1"),
        (
            lambda ses_mock: ses_mock.fail_verification("example.com"),
            "example.com has failed its verification in us-east-1",
        ),
        (
            lambda ses_mock: ses_mock.fail_verification("example.com", temporary=True),
            "example.com has failed its verification for now in us-east-1",
        ),
    ],
)
def test_the_state_of_an_identity_is_shown(play: Callable[[SesMock], object], state: str) -> None:
    """For a registered identity, the hint shows its state and a call that verifies it."""
    with mock_ses(verification="manual") as ses_mock:
        boto3.client("ses").verify_domain_identity(Domain="example.com")
        play(ses_mock)
        refuse(send, sender="shop@example.com")

        assert hints(ses_mock) == [
            f"shop@example.com (sender): {state}",
            'write ses_mock.verify("example.com")',
        ]


def test_an_identity_that_was_verified_too_late_gets_no_suggestion() -> None:
    """If an identity was verified after the call, the hint says so and suggests nothing."""
    with mock_ses(verification="manual") as ses_mock:
        refuse(send, sender="shop@example.com")
        ses_mock.verify("example.com")

        assert hints(ses_mock) == [
            "shop@example.com (sender): example.com was not verified yet, but is now in us-east-1"
        ]


@pytest.mark.parametrize(
    ("keys", "place"),
    [({}, "eu-west-1"), ({"aws_access_key_id": "AKIAOTHER"}, "eu-west-1 of account 210987654321")],
)
def test_an_identity_verified_elsewhere_is_located(keys: dict[str, str], place: str) -> None:
    """For an identity of another account or region, the hint shows where it is verified, and suggests the option."""
    with mock_ses(verification="manual") as ses_mock:
        ses_mock.accounts.bind("AKIAOTHER", "210987654321")
        other: Any = boto3.client(
            "ses", "eu-west-1", **({"aws_secret_access_key": "x", **keys} if keys else {})
        )
        other.verify_domain_identity(Domain="example.com")
        ses_mock.verify("example.com")
        refuse(send, sender="shop@example.com")

        assert hints(ses_mock) == [
            f"shop@example.com (sender) is not registered in us-east-1; it is verified in {place} only",
            'write mock_ses(identities=["shop@example.com"])',
        ]


def test_many_identities_are_not_all_listed() -> None:
    """The hint shortens a long list of verified identities, but not the addresses of refused calls."""
    names = [f"{letter}.example" for letter in "abcdefg"]
    with mock_ses(identities=names) as ses_mock:
        refuse(send, sender="shop@example.com")

        assert hints(ses_mock) == [
            "shop@example.com (sender) is unknown in us-east-1; verified there: a.example, b.example, c.example, "
            "d.example, e.example and 2 more",
            'write mock_ses(identities=[…, "shop@example.com"])',
        ]


def test_a_fault_needs_no_hint_on_identities() -> None:
    """If a fault of the test caused the refusal, the hint mentions the fault and no identities."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.fail(
            "SendEmail", "MessageRejected", message="Email address is not verified. In region X: a@b.c"
        )
        refuse(send)

        [hint] = hints(ses_mock)
        assert hint.startswith(
            "the test itself caused a failure: ses_mock.fail('SendEmail', 'MessageRejected'"
        )


def test_an_ses_error_text_is_never_truncated() -> None:
    """SES's error text is shown in full, since the unverified identities are at its end."""
    sender = f"{'s' * 60}@{'x' * 60}.example"
    recipients = [f"{'r' * 60}{number}@example.net" for number in range(3)]
    with mock_ses() as ses_mock:
        refuse(send, "ses", *recipients, sender=sender)
        with pytest.raises(AssertionError) as failure:
            ses_mock.outbox.one()

    rejected = next(line for line in str(failure.value).splitlines() if line.startswith("  rejected"))
    assert rejected.endswith(f"in region US-EAST-1: {sender}")


def send_template(name: str, region: str = "us-east-1") -> None:
    """Send a message that uses a template."""
    boto3.client("sesv2", region_name=region).send_email(
        FromEmailAddress="hello@example.com",
        Destination={"ToAddresses": ["ada@example.net"]},
        Content={"Template": {"TemplateName": name, "TemplateData": "{}"}},
    )


def test_an_unknown_template_gets_the_option_that_creates_it() -> None:
    """For an unknown template, the hint lists the existing ones and shows the option that creates it."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        refuse(send_template, "welcome")
        refuse(send_template, "welcome")
        template = {"TemplateName": "Welcome", "SubjectPart": "Hi", "TextPart": "Hi"}
        boto3.client("ses", region_name="eu-west-1").create_template(Template=template)

        assert hints(ses_mock) == [
            "templates: Welcome (in eu-west-1); "
            'write mock_ses(templates={"welcome": {"Subject": …, "Text": …}})'
        ]


def test_an_unknown_configuration_set_gets_the_option_that_creates_it() -> None:
    """For an unknown configuration set, the hint lists at most ten existing ones and shows the option."""
    sets = [f"set{number}" for number in range(12)]
    with MarkedMock(identities=["example.com"], configuration_sets=sets) as ses_mock:
        refuse(send, sender="hello@example.com", ConfigurationSetName="tx")

        [hint] = hints(ses_mock)
    assert hint.startswith("configuration sets: set0 (in us-east-1), set1 (in us-east-1), ")
    assert hint.endswith(
        'set9 (in us-east-1) and 2 more; write @pytest.mark.ses_mock(configuration_sets=[…, "tx"])'
    )


def test_an_unknown_template_of_a_bulk_send_gets_the_option_that_creates_it() -> None:
    """For an unknown template of a bulk send, the hint shows the option, with the existing templates kept."""
    templates = {"hi": {"Subject": "Hi", "Text": "Hi"}}
    with mock_ses(identities=["example.com"], templates=templates) as ses_mock:
        refuse(
            boto3.client("sesv2", region_name="us-east-1").send_bulk_email,
            FromEmailAddress="hello@example.com",
            DefaultContent={"Template": {"TemplateName": "bye", "TemplateData": "{}"}},
            BulkEmailEntries=[{"Destination": {"ToAddresses": ["ada@example.net"]}}],
        )

        assert hints(ses_mock) == [
            'templates: hi (in us-east-1); write mock_ses(templates={…, "bye": {"Subject": …, "Text": …}})'
        ]


def test_a_fault_gets_no_hint_on_templates() -> None:
    """If a fault of the test caused the error about a template, there is no hint about templates."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.fail(error="TemplateDoesNotExist", message="Template welcome does not exist")
        refuse(send_template, "welcome")

        assert [hint for hint in hints(ses_mock) if hint.startswith("templates")] == []
