"""Random walks find faults that are planted in sesmock, at least one for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sesmock.domain import quota
from sesmock.domain.contacts import errors as contact_errors
from sesmock.domain.jobs import imports
from sesmock.domain.reputation.entities import SendingStatus
from sesmock.domain.suppression import suppression
from sesmock.server.ses_requests import SesRequests
from tests.fuzzing.runs import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock.http import HttpRequest, HttpResponse


def ignore_suppression(message: Any) -> dict[Any, Any]:
    """Hold nobody back."""
    return {}


def count_one_more(
    counter: Any, now: float, recipients: int, add: Callable[..., None] = quota.Quota.add
) -> None:
    """Count one recipient too many."""
    add(counter, now, recipients + 1)


def store_before_checks(
    account: Any, text: str, reason: Any, *rest: Any, put: Callable[..., None] = suppression.put
) -> None:
    """Put an address on the list even in the sandbox, where that is refused."""
    account.suppression.destinations[text] = suppression.SuppressedDestination(text, reason, 0.0)
    put(account, text, reason, *rest)


def do_nothing(*_: Any, **__: Any) -> None:
    """Leave everything as it is."""


def agree(*_: Any) -> bool:
    """Return true, whatever the question."""
    return True


def verify_everybody(account: Any, address: Any) -> Any:
    """Find any identity for any address."""
    return next(iter(account.identities.values()), None)


def import_all(
    process: Any, record: Any, find_error: Callable[..., str | None] = imports._find_error
) -> str | None:
    """Say that each record was imported."""
    find_error(process, record)
    return None


def answer_without_query(
    requests: Any, request: HttpRequest, answer: Callable[..., HttpResponse] = SesRequests.answer
) -> HttpResponse:
    """Lose the query string of a request to the server."""
    response: HttpResponse = answer(requests, request._replace(url=request.url.partition("?")[0]))
    return response


def match_all(account: Any, rule: Any, recipients: Any) -> Any:
    """Say that a rule is for all recipients."""
    return tuple(recipients)


PLANTED: dict[str, tuple[Any, ...]] = {
    "suppression is ignored": ("sesmock.domain.suppression.suppression.find_withheld", ignore_suppression),
    "a recipient counts twice": ("sesmock.domain.quota.Quota.add", count_one_more),
    "a refused address is stored": ("sesmock.domain.suppression.suppression.put", store_before_checks),
    "a deleted rule set stays": ("sesmock.domain.receiving.rule_sets.delete", do_nothing),
    "an existing contact is unknown": (
        "sesmock.domain.contacts.contacts.ContactAlreadyExists",
        contact_errors.ContactDoesNotExist,
    ),
    "anybody may send": ("sesmock.domain.identities.identities.find_verified", verify_everybody),
    "a refused record of an import is not counted": ("sesmock.domain.jobs.imports._find_error", import_all),
    "a canceled export goes on": ("sesmock.domain.jobs.jobs.Job.cancel", do_nothing),
    "a placement test takes a week": (
        "sesmock.domain.deliverability.placement_tests.SECONDS",
        7 * 24 * 3600.0,
    ),
    "the dashboard ends at once": (
        "sesmock.domain.account_settings.deliverability_dashboard._end_of_month",
        lambda account: account.world.clock.time(),
    ),
    "every domain has campaigns": ("sesmock.domain.deliverability.periods.is_subscribed", agree),
    "an endpoint is ready at once": ("sesmock.domain.endpoints.endpoints.TRANSITION_SECONDS", 0.0),
    "a disabled entity sends": (
        "sesmock.domain.reputation.entities.Entity.sending_status",
        property(lambda entity: SendingStatus.ENABLED),
    ),
    "there are insights without VDM": ("sesmock.domain.events.insights.require_vdm", do_nothing),
    "there are metrics without VDM": ("sesmock.domain.events.metrics.require_vdm", do_nothing),
    "a fixed recommendation vanishes": ("sesmock.domain.reputation.recommendations.KEPT_DAYS", 0),
    "no address is a role": ("sesmock.domain.identities.address_insights.ROLES", frozenset()),
    "blocked servers deliver": ("sesmock.domain.receiving.filters.admits", agree),
    "every rule is for everybody": ("sesmock.domain.receiving.conditions.match", match_all),
    "the reply of SMTP has another label": ("sesmock.smtp.replies._LABELS", {}),
    "the server loses the query": ("sesmock.server.ses_requests.SesRequests.answer", answer_without_query),
}


# The rules of walks that are about the fault; others would only take time.
RULES = {
    "suppression is ignored": "sends suppression",
    "a recipient counts twice": "sends",
    "a refused address is stored": "suppression",
    "a deleted rule set stays": "receiving",
    "an existing contact is unknown": "contacts",
    "anybody may send": "sends",
    "a refused record of an import is not counted": "import_jobs pass_time",
    "a canceled export goes on": "export_jobs message_insights",
    "a placement test takes a week": "placement_tests pass_time",
    "the dashboard ends at once": "dashboard",
    "every domain has campaigns": "campaigns add_campaign dashboard",
    "an endpoint is ready at once": "endpoints",
    "a disabled entity sends": "reputation sends",
    "there are insights without VDM": "message_insights sends",
    "there are metrics without VDM": "message_insights",
    "a fixed recommendation vanishes": "recommend fix identities",
    "no address is a role": "address_insights",
    "blocked servers deliver": "receiving receive",
    "every rule is for everybody": "receiving receive",
    "the reply of SMTP has another label": "send_by_smtp",
    "the server loses the query": "suppression campaigns",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each of these faults makes a walk fail."""
    monkeypatch.setattr(*PLANTED[name])

    with pytest.raises((AssertionError, LookupError)):
        run("sensible", 5, walks=100, steps=30, only=RULES[name].split())
