"""The hints of failed assertions about unverified identities and missing mail."""

from __future__ import annotations

import asyncio
import smtplib
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sesmock import SesMock, mock_ses
from sesmock.mock import MarkedMock
from tests.sending import send
from tests.smtp_clients import HOST as SMTP_HOST

if TYPE_CHECKING:
    from collections.abc import Callable

ANYMAIL = "anymail.backends.amazon_ses.EmailBackend"
DJANGO_SES = "django_ses.SESBackend"


def hints(ses_mock: SesMock) -> list[str]:
    """Return the hints of an assertion that fails."""
    with pytest.raises(AssertionError) as failure:
        ses_mock.outbox.one(subject="Nothing like it")
    return [
        line.removeprefix("  hint     ") for line in str(failure.value).splitlines() if "  hint  " in line
    ]


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


# Tests without mail.


def test_a_test_without_calls_gets_a_hint() -> None:
    """In a test without SES calls, a failed assertion or index on sent mail says that there was none."""
    with mock_ses() as ses_mock:
        assert hints(ses_mock) == ["no SES call reached the mock"]
        assert repr(ses_mock.outbox) == "<0 sent; no SES call reached the mock>"
        assert repr(ses_mock.received) == "<0 received>"
        with pytest.raises(
            IndexError,
            match=r"^there is no outbox\[0\]: nothing sent\n  hint     no SES call reached the mock$",
        ):
            ses_mock.outbox[0]
        with pytest.raises(AssertionError, match=r"no SES call reached the mock$"):
            ses_mock.events.first(type="Bounce")
        with pytest.raises(AssertionError, match=r"0 of 0 match$"):
            ses_mock.received.one()
        with ses_mock.capture() as box:
            pass
        assert len(box) == 0


def test_an_index_out_of_range_lists_the_messages() -> None:
    """An index that is out of range raises an error that lists the messages with their indexes."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        send()
        with pytest.raises(IndexError) as failure:
            ses_mock.outbox[3]

    assert str(failure.value) == (
        "there is no outbox[3]: 1 sent\n  sent     [0] sesv2 SendEmail  to ada@example.net  'Hello'"
    )


def test_a_block_without_calls_is_distinguished() -> None:
    """For `capture`, the hint says that there were no calls in the block, even if there were some before."""
    with mock_ses() as ses_mock:
        boto3.client("ses").get_send_quota()
        with (
            ses_mock.capture() as box,
            pytest.raises(AssertionError, match=r"reached the mock in this block$"),
        ):
            box.one()

        assert hints(ses_mock) == ["no SES call that sends reached the mock, but ses GetSendQuota"]


def test_many_other_calls_are_not_all_listed() -> None:
    """The hint lists at most five of the calls that did not send."""
    with mock_ses() as ses_mock:
        client = boto3.client("ses")
        for name in ("get_send_quota", "get_account_sending_enabled", "list_identities", "list_templates"):
            getattr(client, name)()
        client.list_configuration_sets()
        client.get_send_statistics()

        [hint] = hints(ses_mock)
        assert hint.endswith("ses ListTemplates, ses ListConfigurationSets …")


@pytest.mark.parametrize(
    ("saved", "backend"),
    [
        (SimpleNamespace(email_backend=ANYMAIL), ANYMAIL),
        (SimpleNamespace(email_backend="django.core.mail.backends.smtp.EmailBackend"), DJANGO_SES),
        (None, DJANGO_SES),
    ],
)
def test_mail_in_djangos_outbox_gets_a_hint(
    monkeypatch: pytest.MonkeyPatch, saved: object, backend: str
) -> None:
    """For mail in Django's outbox, the hint shows how to set the project's own or a known SES backend."""
    mail: Any = ModuleType("django.core.mail")
    mail.outbox = ["a", "b"]
    utils: Any = ModuleType("django.test.utils")
    # Django's setup_test_environment() saves the project's EMAIL_BACKEND here before it replaces it.
    utils._TestState = SimpleNamespace(saved_data=saved)
    monkeypatch.setitem(sys.modules, "django.core.mail", mail)
    monkeypatch.setitem(sys.modules, "django.test.utils", utils)

    with mock_ses() as ses_mock:
        assert hints(ses_mock)[1] == (
            "Django's mail.outbox has 2 messages: test runners replace the email backend. In the test, write "
            f"settings.EMAIL_BACKEND = {backend!r}, or @override_settings(EMAIL_BACKEND=…)"
        )


def test_calls_of_smtp_clients_get_a_hint() -> None:
    """The hint mentions each host that an SMTP client called only once, with the option that mocks the host."""
    with mock_ses() as ses_mock:
        for _ in range(2):
            with pytest.raises(OSError, match="refused"):
                # Nothing listens on port 9.
                smtplib.SMTP("127.0.0.1", 9)

        assert hints(ses_mock)[1:] == [
            "an SMTP client called 127.0.0.1:9; to have the mock answer there, "
            'write mock_ses(smtp_hosts=["127.0.0.1:9"])'
        ]


def test_refusals_of_smtp_clients_get_a_hint() -> None:
    """For SMTP clients that were refused before they sent mail, the hints list each reason once."""
    with mock_ses(smtp_credentials="AKIASHOP:secret") as ses_mock:
        with smtplib.SMTP(SMTP_HOST, 587) as client:
            for _ in range(2):
                client.docmd("MAIL", "FROM:<shop@example.com>")
            client.starttls()
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login("AKIASHOP", "wrong")
        # On port 465, SES waits for a TLS handshake, while smtplib.SMTP waits for a greeting. Spec: smtp.md §1.
        with pytest.raises(TimeoutError):
            smtplib.SMTP(SMTP_HOST, 465)

        start = "SES refused an SMTP client before it sent an email: "
        assert [hint.removeprefix(start) for hint in hints(ses_mock)] == [
            "530 Must issue a STARTTLS command first",
            "535 Authentication Credentials Invalid",
            "timed out: port 465 of SES expects TLS from the start; use SMTP_SSL, or port 587",
        ]


def test_mail_in_motos_ses_gets_a_hint() -> None:
    """The hint mentions mail that moto's SES received before the mock started."""
    moto = pytest.importorskip("moto")
    with moto.mock_aws():
        client: Any = boto3.client("ses", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        client.verify_email_identity(EmailAddress="shop@example.com")
        send(client)
        with mock_ses() as ses_mock:
            assert hints(ses_mock)[1:] == [
                "moto's SES has 1 message: sent while mock_aws was active and mock_ses was not; "
                "start mock_ses before the code that sends"
            ]


# Mail that can still arrive.


def test_threads_of_the_test_may_still_send() -> None:
    """The hint lists threads that the test started and that are still running, and suggests `wait_for`."""
    done = threading.Event()
    older = threading.Thread(target=done.wait, name="older")
    older.start()
    with mock_ses(identities=["example.com"]) as ses_mock:
        send()
        workers = [threading.Thread(target=done.wait, name=f"worker {number}") for number in range(4)]
        try:
            workers[0].start()
            few = hints(ses_mock)
            for worker in workers[1:]:
                worker.start()
            many = hints(ses_mock)
            with pytest.raises(AssertionError) as failure:
                ses_mock.outbox.none()
        finally:
            done.set()
            for thread in [older, *(worker for worker in workers if worker.ident)]:
                thread.join()

    assert few == ["other threads are still running (worker 0); if one sends, write outbox.wait_for(…)"]
    assert many == [
        "other threads are still running (worker 0, worker 1, worker 2 …); if one sends, write outbox.wait_for(…)"
    ]
    assert "wait_for" not in str(failure.value)


def test_tasks_of_the_event_loop_may_still_send() -> None:
    """If other tasks of the event loop are running, the hint suggests `await_for`."""

    async def work() -> tuple[list[str], list[str]]:
        with mock_ses(identities=["example.com"]) as ses_mock:
            send()
            alone = hints(ses_mock)
            task = asyncio.ensure_future(asyncio.sleep(60))
            accompanied = hints(ses_mock)
            task.cancel()
            return alone, accompanied

    assert asyncio.run(work()) == (
        [],
        ["other tasks of the event loop are not done; if one sends, write await outbox.await_for(…)"],
    )


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
