"""One state behind jobs: what they import is seen by all APIs, and what became of them by whatever shows it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from sesmock import current
from tests.backends.test_one_state import SES, SESV2, Shared, by_each, check_walk, nobody, outcome, v2, walks
from tests.backends.test_one_state_contacts import LIST, TOPIC, send_to_contact
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
    """Return a call that has a file imported when its job ends."""

    def act() -> str:
        current().files[URL] = content
        source = {"S3Url": URL, "DataFormat": "CSV"}
        job_id: str = v2("create_import_job", ImportDestination=destination, ImportDataSource=source)()[
            "JobId"
        ]
        return job_id

    return act


def import_contacts(content: str, action: str = "PUT") -> Callable[[], Any]:
    """Return a call that imports contacts."""
    return import_file(content, {"ContactListDestination": {**LIST, "ContactListImportAction": action}})


def import_suppressed(content: str, action: str = "PUT") -> Callable[[], Any]:
    """Return a call that imports suppressed addresses."""
    return import_file(content, {"SuppressionListDestination": {"SuppressionListImportAction": action}})


def completed(create: Callable[[], Any]) -> Callable[[], Any]:
    """Return a call that has the job end at once."""

    def act() -> None:
        create()
        list(current().account.jobs)[-1].complete()

    return act


def failed(create: Callable[[], Any]) -> Callable[[], Any]:
    """Return a call whose job fails."""

    def act() -> None:
        create()
        list(current().account.jobs)[-1].fail()

    return act


def canceled() -> None:
    """Create an export job, and cancel it."""
    v2("cancel_export_job", JobId=export_job()["JobId"])()


def export_vdm() -> None:
    """Complete an export job of an account with Virtual Deliverability Manager."""
    v2("put_account_vdm_attributes", VdmAttributes={"VdmEnabled": "ENABLED"})()
    completed(export_job)()


def import_to_list(content: str) -> Callable[[], Any]:
    """Return a call that makes a list, and imports contacts."""

    def act() -> None:
        v2("create_contact_list", **LIST, Topics=[TOPIC])()
        completed(import_contacts(content))()

    return act


def last_job() -> str:
    """Return the id of the newest job."""
    return list(current().account.jobs)[-1].id


def send_to_ada(api: str) -> str:
    """Return the outcome of a message that an API sends."""
    return outcome(send_message(api))


HEADER = "emailAddress,topicPreferences.news\n"
SHARED = {
    "contact of a file": Shared(
        make={SESV2: import_to_list(f"{HEADER}ada@example.net,OPT_OUT\n")},
        made="suppressed",
        read=by_each(send_to_contact),
        change={SESV2: completed(import_contacts(f"{HEADER}ada@example.net,OPT_IN\n"))},
        changed="delivered",
        remove={SESV2: completed(import_contacts("emailAddress\nada@example.net\n", "DELETE"))},
        removed="delivered",
    ),
    "suppressed address of a file": Shared(
        make={
            "import": completed(import_suppressed("ada@example.net,BOUNCE\n")),
            SESV2: v2("put_suppressed_destination", **ADDRESS, Reason="BOUNCE"),
        },
        made="BOUNCE",
        read={
            SESV2: lambda: v2("get_suppressed_destination", **ADDRESS)()["SuppressedDestination"]["Reason"],
        },
        change={"import": completed(import_suppressed("ada@example.net,COMPLAINT\n"))},
        changed="COMPLAINT",
        remove={
            "import": completed(import_suppressed("ada@example.net\n", "DELETE")),
            SESV2: v2("delete_suppressed_destination", **ADDRESS),
        },
    ),
    "mail to a suppressed address of a file": Shared(
        make={SESV2: completed(import_suppressed("ada@example.net,BOUNCE\n"))},
        made="suppressed",
        read=by_each(send_to_ada),
        change={SESV2: completed(import_suppressed("ada@example.net\n", "DELETE"))},
        changed="delivered",
        remove={SES: nobody},
        removed="delivered",
    ),
    "export job": Shared(
        make={SESV2: export_vdm},
        made="COMPLETED",
        read={
            SESV2: lambda: v2("get_export_job", JobId=last_job())()["JobStatus"],
            "list": lambda: v2("list_export_jobs")()["ExportJobs"][0]["JobStatus"],
        },
        change={SESV2: canceled},
        changed="CANCELLED",
        remove={"test": failed(export_job)},
        removed="FAILED",
    ),
    "import job": Shared(
        make={SESV2: completed(import_suppressed("ada@example.net,BOUNCE\n"))},
        made="COMPLETED",
        read={
            SESV2: lambda: v2("get_import_job", JobId=last_job())()["JobStatus"],
            "list": lambda: v2("list_import_jobs")()["ImportJobs"][0]["JobStatus"],
        },
        change={"test": failed(import_suppressed(""))},
        changed="FAILED",
        remove={SESV2: completed(import_suppressed("", "DELETE"))},
        removed="COMPLETED",
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), walks(SHARED))
def test_the_apis_share_what_jobs_do(shared: Shared, maker: str, changer: str, remover: str) -> None:
    """What is imported, and how a job ended, reads the same wherever it is read."""
    check_walk(shared, maker, changer, remover)
