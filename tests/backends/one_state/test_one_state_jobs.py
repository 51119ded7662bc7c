"""Jobs share the state of the APIs: all APIs see what they import, and every operation sees how they ended."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.test_one_state import (
    SES,
    SESV2,
    Shared,
    check_walk,
    do_nothing,
    for_each_api,
    list_walks,
    read_outcome,
    v2,
)
from tests.backends.one_state.test_one_state_contacts import LIST, TOPIC, send_to_contact
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "s3://imports/file"
ADDRESS = {"EmailAddress": "ada@example.net"}
PERIOD = {
    "StartDate": datetime(2026, 3, 26, tzinfo=timezone.utc),
    "EndDate": datetime(2026, 3, 27, tzinfo=timezone.utc),
}
export_job = v2(
    "create_export_job",
    ExportDataSource={"MessageInsightsDataSource": PERIOD},
    ExportDestination={"DataFormat": "CSV"},
)


def import_file(content: str, destination: dict[str, Any]) -> Callable[[], str]:
    """Return a call that starts a job that imports a file."""

    def act() -> str:
        current().files[URL] = content
        source = {"S3Url": URL, "DataFormat": "CSV"}
        job_id: str = v2("create_import_job", ImportDestination=destination, ImportDataSource=source)()[
            "JobId"
        ]
        return job_id

    return act


def import_contacts(content: str, action: str = "PUT") -> Callable[[], Any]:
    """Return a call that starts an import of contacts."""
    return import_file(content, {"ContactListDestination": {**LIST, "ContactListImportAction": action}})


def import_suppressed(content: str, action: str = "PUT") -> Callable[[], Any]:
    """Return a call that starts an import of suppressed addresses."""
    return import_file(content, {"SuppressionListDestination": {"SuppressionListImportAction": action}})


def complete_job(create: Callable[[], Any]) -> Callable[[], Any]:
    """Return a call that starts a job and completes it immediately."""

    def act() -> None:
        create()
        list(current().account.jobs)[-1].complete()

    return act


def fail_job(create: Callable[[], Any]) -> Callable[[], Any]:
    """Return a call that starts a job and fails it."""

    def act() -> None:
        create()
        list(current().account.jobs)[-1].fail()

    return act


def cancel_job() -> None:
    """Create an export job and cancel it."""
    v2("cancel_export_job", JobId=export_job()["JobId"])()


def export_vdm() -> None:
    """Complete an export job of an account with Virtual Deliverability Manager."""
    v2("put_account_vdm_attributes", VdmAttributes={"VdmEnabled": "ENABLED"})()
    complete_job(export_job)()


def import_to_list(content: str) -> Callable[[], Any]:
    """Return a call that creates a list and imports contacts."""

    def act() -> None:
        v2("create_contact_list", **LIST, Topics=[TOPIC])()
        complete_job(import_contacts(content))()

    return act


def last_job_id() -> str:
    """Return the ID of the newest job."""
    return list(current().account.jobs)[-1].id


def send_to_ada(api: str) -> str:
    """Return the outcome of a message that an API sends."""
    return read_outcome(send_message(api))


HEADER = "emailAddress,topicPreferences.news\n"
SHARED = {
    "contact of a file": Shared(
        make={SESV2: import_to_list(f"{HEADER}ada@example.net,OPT_OUT\n")},
        made="suppressed",
        read=for_each_api(send_to_contact),
        change={SESV2: complete_job(import_contacts(f"{HEADER}ada@example.net,OPT_IN\n"))},
        changed="delivered",
        remove={SESV2: complete_job(import_contacts("emailAddress\nada@example.net\n", "DELETE"))},
        removed="delivered",
    ),
    "suppressed address of a file": Shared(
        make={
            "import": complete_job(import_suppressed("ada@example.net,BOUNCE\n")),
            SESV2: v2("put_suppressed_destination", **ADDRESS, Reason="BOUNCE"),
        },
        made="BOUNCE",
        read={
            SESV2: lambda: v2("get_suppressed_destination", **ADDRESS)()["SuppressedDestination"]["Reason"],
        },
        change={"import": complete_job(import_suppressed("ada@example.net,COMPLAINT\n"))},
        changed="COMPLAINT",
        remove={
            "import": complete_job(import_suppressed("ada@example.net\n", "DELETE")),
            SESV2: v2("delete_suppressed_destination", **ADDRESS),
        },
    ),
    "mail to a suppressed address of a file": Shared(
        make={SESV2: complete_job(import_suppressed("ada@example.net,BOUNCE\n"))},
        made="suppressed",
        read=for_each_api(send_to_ada),
        change={SESV2: complete_job(import_suppressed("ada@example.net\n", "DELETE"))},
        changed="delivered",
        remove={SES: do_nothing},
        removed="delivered",
    ),
    "export job": Shared(
        make={SESV2: export_vdm},
        made="COMPLETED",
        read={
            SESV2: lambda: v2("get_export_job", JobId=last_job_id())()["JobStatus"],
            "list": lambda: v2("list_export_jobs")()["ExportJobs"][0]["JobStatus"],
        },
        change={SESV2: cancel_job},
        changed="CANCELLED",
        remove={"test": fail_job(export_job)},
        removed="FAILED",
    ),
    "import job": Shared(
        make={SESV2: complete_job(import_suppressed("ada@example.net,BOUNCE\n"))},
        made="COMPLETED",
        read={
            SESV2: lambda: v2("get_import_job", JobId=last_job_id())()["JobStatus"],
            "list": lambda: v2("list_import_jobs")()["ImportJobs"][0]["JobStatus"],
        },
        change={"test": fail_job(import_suppressed(""))},
        changed="FAILED",
        remove={SESV2: complete_job(import_suppressed("", "DELETE"))},
        removed="COMPLETED",
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), list_walks(SHARED))
def test_the_apis_share_the_results_of_jobs(shared: Shared, maker: str, changer: str, remover: str) -> None:
    """All operations read the same after a job has imported, failed or been canceled."""
    check_walk(shared, maker, changer, remover)
