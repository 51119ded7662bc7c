"""The hints of failed assertions about mail that was not sent to the mock."""

from __future__ import annotations

import asyncio
import smtplib
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import boto3
import pytest

from sesmock import mock_ses
from tests.inspector.hints import hints
from tests.sending import send
from tests.smtp_clients import HOST as SMTP_HOST

ANYMAIL = "anymail.backends.amazon_ses.EmailBackend"
DJANGO_SES = "django_ses.SESBackend"


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
