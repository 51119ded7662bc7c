"""Hints for a test without any mail: no call reached the mock, or the mail went elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sesmock.calls import is_send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.inspector.records import Record

_MAX_OPERATIONS = 5


def list_hints(record: Record) -> list[str]:
    """Return hints about what happened instead of a send, or none if there is mail or a call that sends."""
    calls = record.calls.items()
    if record.holds_mail() or any(is_send(call.operation) for call in calls):
        return []
    refusals = dict.fromkeys(record.journal.smtp_refusals)
    if refusals:
        texts = [f"SES refused an SMTP client before it sent an email: {reason}" for reason in refusals]
        return [*texts, *_find_other_ways(record)]
    if calls:
        names = list(dict.fromkeys(f"{call.service} {call.operation}" for call in calls))
        more = " …" if len(names) > _MAX_OPERATIONS else ""
        return [f"no SES call that sends reached the mock, but {', '.join(names[:_MAX_OPERATIONS])}{more}"]
    here = " in this block" if record.journal.calls else ""
    return [f"no SES call reached the mock{here}", *_find_other_ways(record)]


def _find_other_ways(record: Record) -> Iterator[str]:
    for host in dict.fromkeys(record.journal.other_smtp_hosts):
        option = record.world.form.format(f'smtp_hosts=["{host}"]')
        yield f"an SMTP client called {host}; to have the mock answer there, write {option}"
    count = _count_locmem_messages()
    if count:
        yield (
            f"Django's mail.outbox has {_count(count)}: test runners replace the email backend. In the test, write "
            f"settings.EMAIL_BACKEND = {_find_django_backend()!r}, or @override_settings(EMAIL_BACKEND=…)"
        )
    count = _count_messages_of_moto()
    if count:
        yield (
            f"moto's SES has {_count(count)}: sent while mock_aws was active and mock_ses was not; "
            "start mock_ses before the code that sends"
        )


def _count(count: int) -> str:
    return f"{count} message{'s' if count > 1 else ''}"


def _count_locmem_messages() -> int:
    # Django's test runner replaces the email backend by the one that collects mail in this list.
    return len(getattr(sys.modules.get("django.core.mail"), "outbox", ()))


def _find_django_backend() -> str:
    """Return the backend that Django's test runner has replaced, or a well-known one."""
    # setup_test_environment() in django.test.utils saves the setting here before it replaces it.
    state = getattr(sys.modules.get("django.test.utils"), "_TestState", None)
    backend = getattr(getattr(state, "saved_data", None), "email_backend", "")
    return backend if isinstance(backend, str) and "ses" in backend.lower() else "django_ses.SESBackend"


def _count_messages_of_moto() -> int:
    # moto keeps a backend for each account and region, and only imported modules can have received mail.
    accounts: Any = getattr(sys.modules.get("moto.ses.models"), "ses_backends", {})
    return sum(
        len(getattr(backend, "sent_messages", ()))
        for account in accounts.values()
        for backend in account.values()
    )
