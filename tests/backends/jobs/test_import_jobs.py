"""Import jobs, which run, end and are listed, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.jobs.imports import CONTACTS, HEADER, SUPPRESSED, URL, read_contact, read_counts, run_job
from tests.raw_requests import read_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

SOURCE: Any = {"S3Url": URL, "DataFormat": "CSV"}


def test_a_job_advances_when_it_is_read(mocked: SesMock, readers: SESV2Client) -> None:
    """A job is in progress at the first read, and completed with its contacts imported at the second."""
    mocked.files[URL] = f"{HEADER}\nbob@example.net,,,\n"
    job_id = readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)["JobId"]
    entries = readers.list_import_jobs()["ImportJobs"]
    first = readers.get_import_job(JobId=job_id)
    before = list(mocked.account.contacts.lists["readers"].contacts)
    second = readers.get_import_job(JobId=job_id)

    assert [(job["JobId"], job["JobStatus"], job["ImportDestination"]) for job in entries] == [
        (job_id, "CREATED", CONTACTS)
    ]
    assert (first["JobStatus"], first["ImportDataSource"]) == ("PROCESSING", SOURCE)
    assert before == ["ada@example.net"]
    assert read_counts(second) == ("COMPLETED", 1, 0)
    assert "FailureInfo" not in second
    assert read_contact(readers, "bob@example.net") == ([], False, None)


def test_an_unread_job_completes_after_a_minute(mocked: SesMock, readers: SESV2Client) -> None:
    """The contacts are imported after a minute, even if the job is never read."""
    mocked.files[URL] = f"{HEADER}\nbob@example.net,,,\n"
    readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)
    mocked.clock.shift(minutes=1)

    assert read_contact(readers, "bob@example.net") == ([], False, None)


def test_a_deleted_list_fails_the_job(mocked: SesMock, readers: SESV2Client) -> None:
    """A job fails if its contact list is deleted before the job ends."""
    mocked.files[URL] = "emailAddress\nbob@example.net\n"
    job_id = readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)["JobId"]
    readers.delete_contact_list(ContactListName="readers")
    mocked.clock.shift(minutes=1)
    job = readers.get_import_job(JobId=job_id)

    assert (job["JobStatus"], job["FailureInfo"]["ErrorMessage"]) == (
        "FAILED",
        "ContactList <readers> doesn't exist",
    )


def test_a_test_can_fail_a_job(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A job that a test fails imports nothing."""
    mocked.files[URL] = "ada@example.net,BOUNCE\n"
    mocked.account.jobs.fail_next("Out of paper")
    job = run_job(sesv2, SUPPRESSED)

    assert (job["JobStatus"], job["FailureInfo"]) == ("FAILED", {"ErrorMessage": "Out of paper"})
    assert mocked.account.suppression.destinations == {}


def test_jobs_are_listed_by_destination_in_pages(readers: SESV2Client) -> None:
    """The newest job comes first, and the last page has a null token."""
    ids = [
        readers.create_import_job(ImportDestination=destination, ImportDataSource=SOURCE)["JobId"]
        for destination in (CONTACTS, SUPPRESSED, CONTACTS)
    ]
    first = readers.list_import_jobs(PageSize=2)
    second = readers.list_import_jobs(PageSize=2, NextToken=first["NextToken"])
    suppressed = readers.list_import_jobs(ImportDestinationType="SUPPRESSION_LIST")["ImportJobs"]
    response = read_json("POST", "/v2/email/import-jobs/list", {})

    assert [job["JobId"] for page in (first, second) for job in page["ImportJobs"]] == ids[::-1]
    assert [(job["JobId"], job["ImportDestination"]) for job in suppressed] == [(ids[1], SUPPRESSED)]
    assert response["NextToken"] is None


VALUE = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must have {}"
LIST_ERRORS = [
    ({"PageSize": 0}, VALUE.format(0, "pageSize", "value greater than or equal to 1")),
    ({"PageSize": 101}, VALUE.format(101, "pageSize", "value less than or equal to 100")),
    ({"NextToken": ""}, VALUE.format("", "nextToken", "length greater than or equal to 1")),
    ({"NextToken": "x"}, "Invalid Next Token"),
]


@pytest.mark.parametrize(("parameters", "text"), LIST_ERRORS)
def test_an_invalid_list_request_is_refused(
    sesv2: SESV2Client, parameters: dict[str, Any], text: str
) -> None:
    """An invalid page size or token is refused."""
    assert refusal(sesv2.list_import_jobs, **parameters) == ("BadRequestException", text)


def test_an_unknown_job_is_not_found(sesv2: SESV2Client) -> None:
    """The error about an unknown job contains its ID."""
    assert refusal(sesv2.get_import_job, JobId="x") == ("NotFoundException", "Import job x does not exist.")


@pytest.mark.parametrize(
    ("destination", "source", "code", "text"),
    [
        ({}, SOURCE, "BadRequestException", "Exactly one import destination must be provided"),
        (
            {**CONTACTS, **SUPPRESSED},
            SOURCE,
            "BadRequestException",
            "Exactly one import destination must be provided",
        ),
        (CONTACTS, SOURCE, "NotFoundException", "ContactList <readers> doesn't exist"),
        (
            SUPPRESSED,
            {"S3Url": "https://x/y", "DataFormat": "CSV"},
            "BadRequestException",
            "1 validation error detected: Value at 'importDataSource.s3Url' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: ^s3:\/\/([^\/]+)\/(.*?([^\/]+)\/?)$",
        ),
        (
            SUPPRESSED,
            {"S3Url": URL, "DataFormat": "XML"},
            "BadRequestException",
            "1 validation error detected: Value at 'importDataSource.dataFormat' failed to satisfy constraint: "
            "Member must satisfy enum value set: [CSV, JSON]",
        ),
    ],
)
def test_an_invalid_job_is_refused(
    sesv2: SESV2Client, destination: Any, source: Any, code: str, text: str
) -> None:
    """An invalid job is refused and not started."""
    assert refusal(sesv2.create_import_job, ImportDestination=destination, ImportDataSource=source) == (
        code,
        text,
    )


def test_the_sandbox_imports_nothing(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A sandbox account can neither create nor list import jobs."""
    mocked.account.sandbox = True
    text = "Your account is still in the sandbox."

    assert refusal(sesv2.list_import_jobs) == ("BadRequestException", text)
    assert refusal(sesv2.create_import_job, ImportDestination=SUPPRESSED, ImportDataSource=SOURCE) == (
        "BadRequestException",
        text,
    )


def test_twenty_jobs_can_run_together(sesv2: SESV2Client) -> None:
    """Ended jobs do not count toward the limit."""
    for _ in range(20):
        job_id = sesv2.create_import_job(ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)["JobId"]
    error = refusal(sesv2.create_import_job, ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)
    for _ in range(2):
        sesv2.get_import_job(JobId=job_id)
    sesv2.create_import_job(ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)

    assert error == ("LimitExceededException", "Limit exceeded for import jobs.")
