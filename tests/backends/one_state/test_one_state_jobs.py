"""All APIs see what a job imports, and all operations agree on how the job ended."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.one_state.lifecycles import (
    SES,
    SESV2,
    Shared,
    check_lifecycle,
    do_nothing,
    for_each_api,
    list_lifecycles,
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
    """Return a call that stores a file and starts a job that imports it."""

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
    """Send a message to Ada with an API, and return the outcome."""
    return read_outcome(send_message(api))


HEADER = "emailAddress,topicPreferences.news\n"
SHARED = {
    "contact of a file": Shared(
        create={SESV2: import_to_list(f"{HEADER}ada@example.net,OPT_OUT\n")},
        after_create="suppressed",
        read=for_each_api(send_to_contact),
        change={SESV2: complete_job(import_contacts(f"{HEADER}ada@example.net,OPT_IN\n"))},
        after_change="delivered",
        remove={SESV2: complete_job(import_contacts("emailAddress\nada@example.net\n", "DELETE"))},
        after_remove="delivered",
    ),
    "suppressed address of a file": Shared(
        create={
            "import": complete_job(import_suppressed("ada@example.net,BOUNCE\n")),
            SESV2: v2("put_suppressed_destination", **ADDRESS, Reason="BOUNCE"),
        },
        after_create="BOUNCE",
        read={
            SESV2: lambda: v2("get_suppressed_destination", **ADDRESS)()["SuppressedDestination"]["Reason"],
        },
        change={"import": complete_job(import_suppressed("ada@example.net,COMPLAINT\n"))},
        after_change="COMPLAINT",
        remove={
            "import": complete_job(import_suppressed("ada@example.net\n", "DELETE")),
            SESV2: v2("delete_suppressed_destination", **ADDRESS),
        },
    ),
    "mail to a suppressed address of a file": Shared(
        create={SESV2: complete_job(import_suppressed("ada@example.net,BOUNCE\n"))},
        after_create="suppressed",
        read=for_each_api(send_to_ada),
        change={SESV2: complete_job(import_suppressed("ada@example.net\n", "DELETE"))},
        after_change="delivered",
        remove={SES: do_nothing},
        after_remove="delivered",
    ),
    "export job": Shared(
        create={SESV2: export_vdm},
        after_create="COMPLETED",
        read={
            SESV2: lambda: v2("get_export_job", JobId=last_job_id())()["JobStatus"],
            "list": lambda: v2("list_export_jobs")()["ExportJobs"][0]["JobStatus"],
        },
        change={SESV2: cancel_job},
        after_change="CANCELLED",
        remove={"test": fail_job(export_job)},
        after_remove="FAILED",
    ),
    "import job": Shared(
        create={SESV2: complete_job(import_suppressed("ada@example.net,BOUNCE\n"))},
        after_create="COMPLETED",
        read={
            SESV2: lambda: v2("get_import_job", JobId=last_job_id())()["JobStatus"],
            "list": lambda: v2("list_import_jobs")()["ImportJobs"][0]["JobStatus"],
        },
        change={"test": fail_job(import_suppressed(""))},
        after_change="FAILED",
        remove={SESV2: complete_job(import_suppressed("", "DELETE"))},
        after_remove="COMPLETED",
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_the_apis_share_the_results_of_jobs(shared: Shared, creator: str, changer: str, remover: str) -> None:
    """All operations read the same value after a job has completed, failed or been canceled."""
    check_lifecycle(shared, creator, changer, remover)
