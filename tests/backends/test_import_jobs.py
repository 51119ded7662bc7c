"""Import jobs change contacts and the suppression list by the records of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from sesmock.domain.jobs import imports
from tests.raw_requests import read_json
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

URL = "s3://imports/people.csv"
CONTACTS: Any = {"ContactListDestination": {"ContactListName": "readers", "ContactListImportAction": "PUT"}}
NO_CONTACTS: Any = {
    "ContactListDestination": {"ContactListName": "readers", "ContactListImportAction": "DELETE"}
}
SUPPRESSED: Any = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
NOT_SUPPRESSED: Any = {"SuppressionListDestination": {"SuppressionListImportAction": "DELETE"}}
SOURCE: Any = {"S3Url": URL, "DataFormat": "CSV"}
HEADER = "emailAddress,unsubscribeAll,attributesData,topicPreferences.news"


@pytest.fixture
def readers(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account with a contact list, on which is Ada."""
    sesv2.create_contact_list(
        ContactListName="readers",
        Topics=[{"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}],
    )
    sesv2.create_contact(
        ContactListName="readers",
        EmailAddress="ada@example.net",
        TopicPreferences=[{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}],
        AttributesData="old",
    )
    return sesv2


def run(client: SESV2Client, destination: Any, data_format: Any = "CSV", url: str = URL) -> Any:
    """Run a job to its end, and return what is known of it."""
    source: Any = {"S3Url": url, "DataFormat": data_format}
    job_id = client.create_import_job(ImportDestination=destination, ImportDataSource=source)["JobId"]
    for _ in range(2):
        job = client.get_import_job(JobId=job_id)
    return job


def counts(job: Any) -> tuple[str, int, int]:
    """Return what became of a job: status, records, and those that were refused."""
    return job["JobStatus"], job["ProcessedRecordsCount"], job["FailedRecordsCount"]


def failures(mocked: SesMock, job: Any) -> list[str]:
    """Return the lines of the file of the records that were refused."""
    return mocked.files[job["FailureInfo"]["FailedRecordsS3Url"]].decode().splitlines()


def contact(client: SESV2Client, address: str) -> tuple[Any, ...]:
    """Return what is known of a contact: choices, whether it wants no mail at all, attributes."""
    known = client.get_contact(ContactListName="readers", EmailAddress=address)
    choices = [(each["TopicName"], each["SubscriptionStatus"]) for each in known["TopicPreferences"]]
    return choices, known["UnsubscribeAll"], known.get("AttributesData")


def test_a_job_moves_on_when_it_is_read(mocked: SesMock, readers: SESV2Client) -> None:
    """The first look finds it in progress, and nothing imported; the second finds it completed."""
    mocked.files[URL] = f"{HEADER}\nbob@example.net,,,\n"
    job_id = readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)["JobId"]
    listed = readers.list_import_jobs()["ImportJobs"]
    first = readers.get_import_job(JobId=job_id)
    before = list(mocked.account.contacts.lists["readers"].contacts)
    second = readers.get_import_job(JobId=job_id)

    assert [(job["JobId"], job["JobStatus"], job["ImportDestination"]) for job in listed] == [
        (job_id, "CREATED", CONTACTS)
    ]
    assert (first["JobStatus"], first["ImportDataSource"]) == ("PROCESSING", SOURCE)
    assert before == ["ada@example.net"]
    assert counts(second) == ("COMPLETED", 1, 0)
    assert "FailureInfo" not in second
    assert contact(readers, "bob@example.net") == ([], False, None)


def test_a_job_ends_by_the_clock(mocked: SesMock, readers: SESV2Client) -> None:
    """What it imports is there after a minute, whether somebody looks at the job or not."""
    mocked.files[URL] = f"{HEADER}\nbob@example.net,,,\n"
    readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)
    mocked.clock.shift(minutes=1)

    assert contact(readers, "bob@example.net") == ([], False, None)


def test_contacts_are_imported_from_csv(mocked: SesMock, readers: SESV2Client) -> None:
    """A contact that exists is replaced as a whole; an empty cell says nothing."""
    mocked.files[URL] = (
        f"\ufeff{HEADER}\r\nada@example.net,,,\r\n\r\n"
        'bob@example.net,TRUE,"{""name"": ""Bob""}",OPT_OUT\r\neve@example.net\r\n'
    )
    job = run(readers, CONTACTS)

    assert counts(job) == ("COMPLETED", 3, 0)
    assert contact(readers, "ada@example.net") == ([], False, None)
    assert contact(readers, "bob@example.net") == ([("news", "OPT_OUT")], True, '{"name": "Bob"}')
    assert contact(readers, "eve@example.net") == ([], False, None)


def test_contacts_are_imported_from_json(mocked: SesMock, readers: SESV2Client) -> None:
    """One object a line."""
    people = [
        {"emailAddress": "ada@example.net", "unsubscribeAll": True, "attributesData": "new"},
        {
            "emailAddress": "bob@example.net",
            "topicPreferences": [{"topicName": "news", "subscriptionStatus": "OPT_OUT"}],
        },
    ]
    mocked.files[URL] = "\n\n".join(map(json.dumps, people))
    job = run(readers, CONTACTS, "JSON")

    assert counts(job) == ("COMPLETED", 2, 0)
    assert contact(readers, "ada@example.net") == ([], True, "new")
    assert contact(readers, "bob@example.net") == ([("news", "OPT_OUT")], False, None)


def test_a_replaced_contact_keeps_the_time_of_its_creation(mocked: SesMock, readers: SESV2Client) -> None:
    """It is updated when the job ends."""
    mocked.files[URL] = f"{HEADER}\nada@example.net,,,\n"
    mocked.clock.shift(hours=1)
    run(readers, CONTACTS)
    known = readers.get_contact(ContactListName="readers", EmailAddress="ada@example.net")

    assert (known["LastUpdatedTimestamp"] - known["CreatedTimestamp"]).total_seconds() >= 3600


def test_contacts_are_deleted(mocked: SesMock, readers: SESV2Client) -> None:
    """One that is not on the list is a failed record."""
    mocked.files[URL] = "emailAddress\nada@example.net\nbob@example.net\n"
    job = run(readers, NO_CONTACTS)

    assert counts(job) == ("COMPLETED", 2, 1)
    assert mocked.account.contacts.lists["readers"].contacts == {}
    assert failures(mocked, job) == ["bob@example.net,bob@example.net doesn't exist in List."]


def test_addresses_are_suppressed(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The file has no header: an address and a reason in each line."""
    mocked.files[URL] = "ada@example.net,BOUNCE\nbob@example.net,COMPLAINT\n"
    job = run(sesv2, SUPPRESSED)
    listed = sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"]

    assert counts(job) == ("COMPLETED", 2, 0)
    assert [(each["EmailAddress"], each["Reason"]) for each in listed] == [
        ("ada@example.net", "BOUNCE"),
        ("bob@example.net", "COMPLAINT"),
    ]


def test_addresses_are_suppressed_no_more(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Each line is an address, of CSV or an object of JSON."""
    for address in ("ada@example.net", "bob@example.net"):
        sesv2.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE")
    mocked.files[URL] = "ada@example.net\n"
    mocked.files["s3://imports/people.json"] = '{"emailAddress": "bob@example.net"}'
    run(sesv2, NOT_SUPPRESSED)
    run(sesv2, NOT_SUPPRESSED, "JSON", "s3://imports/people.json")

    assert mocked.account.suppression.destinations == {}


@pytest.mark.parametrize(
    ("destination", "line", "error"),
    [
        (CONTACTS, {"emailAddress": "bob"}, "EmailAddress <bob> is invalid"),
        (CONTACTS, {}, "EmailAddress can't be blank."),
        (
            CONTACTS,
            {
                "emailAddress": "b@example.net",
                "topicPreferences": [{"topicName": "x", "subscriptionStatus": "OPT_IN"}],
            },
            "List: readers doesn't contain Topic: x",
        ),
        (CONTACTS, {"emailAddress": "b@example.net", "topicPreferences": [{"topicName": "news"}]}, None),
        (CONTACTS, {"emailAddress": "b@example.net", "topicPreferences": "news"}, None),
        (CONTACTS, {"emailAddress": "b@example.net", "topicPreferences": ["news"]}, None),
        (CONTACTS, {"emailAddress": "b@example.net", "attributesData": {"name": "Bob"}}, None),
        (CONTACTS, {"emailAddress": "b@example.net", "unsubscribeAll": "maybe"}, None),
        (CONTACTS, {"emailAddress": "b@example.net", "unsubscribeAll": [1]}, None),
        (CONTACTS, {"emailAddress": 7}, None),
        (CONTACTS, "text", None),
        (CONTACTS, ["b@example.net"], None),
        (SUPPRESSED, {"reason": "BOUNCE"}, None),
        (
            SUPPRESSED,
            {"emailAddress": "b@example.net"},
            "Reason null is invalid, must be one of [BOUNCE, COMPLAINT].",
        ),
        (
            NOT_SUPPRESSED,
            {"emailAddress": "b@example.net"},
            "Email address b@example.net does not exist on your suppression list.",
        ),
    ],
)
def test_a_bad_record_does_not_keep_the_others(
    mocked: SesMock, readers: SESV2Client, destination: Any, line: Any, error: str | None
) -> None:
    """It is listed with its reason, and changes nothing; the job completes."""
    record = json.dumps(line) if line != "text" else line
    before = dict(mocked.account.contacts.lists["readers"].contacts)
    mocked.files[URL] = record
    job = run(readers, destination, "JSON")
    [told] = map(json.loads, failures(mocked, job))

    assert counts(job) == ("COMPLETED", 1, 1)
    assert told == {"record": record, "error": error or f"Invalid record: {record}"}
    assert mocked.account.contacts.lists["readers"].contacts == before
    assert mocked.account.suppression.destinations == {}


def test_a_line_with_too_many_cells_is_refused(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Its text comes back cell by cell."""
    mocked.files[URL] = 'ada@example.net,BOUNCE,"a, b"\n'
    job = run(sesv2, SUPPRESSED)

    assert failures(mocked, job) == [
        'ada@example.net,BOUNCE,"a, b","Invalid record: ada@example.net,BOUNCE,""a, b"""'
    ]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""], ids=["none", "not UTF-8", "no header"])
def test_a_file_that_cannot_be_read_fails_the_job(
    mocked: SesMock, readers: SESV2Client, content: bytes | None
) -> None:
    """Nothing is processed, and SES tells why."""
    if content is not None:
        mocked.files[URL] = content
    job = run(readers, CONTACTS)

    assert counts(job) == ("FAILED", 0, 0)
    assert job["FailureInfo"] == {"ErrorMessage": "Unable to read the import file."}


def test_a_list_that_is_gone_fails_the_job(mocked: SesMock, readers: SESV2Client) -> None:
    """It was there when the job was created."""
    mocked.files[URL] = "emailAddress\nbob@example.net\n"
    job_id = readers.create_import_job(ImportDestination=CONTACTS, ImportDataSource=SOURCE)["JobId"]
    readers.delete_contact_list(ContactListName="readers")
    mocked.clock.shift(minutes=1)
    job = readers.get_import_job(JobId=job_id)

    assert (job["JobStatus"], job["FailureInfo"]["ErrorMessage"]) == (
        "FAILED",
        "ContactList <readers> doesn't exist",
    )


def test_a_file_with_too_many_records_fails_the_job(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of them is imported."""
    monkeypatch.setattr(imports, "MAX_SUPPRESSED", 1)
    mocked.files[URL] = "ada@example.net,BOUNCE\nbob@example.net,BOUNCE\n"
    job = run(sesv2, SUPPRESSED)

    assert job["FailureInfo"] == {"ErrorMessage": "The import file cannot have more than 1 records."}
    assert mocked.account.suppression.destinations == {}


def test_a_file_comes_from_the_s3_of_moto(mocked: SesMock, sesv2: SESV2Client) -> None:
    """The object counts if there is one, else the file of the test; a bucket that is none has nothing."""
    mocked.files["s3://imports/more.csv"] = "bob@example.net,BOUNCE\n"
    mocked.files[URL] = "eve@example.net,BOUNCE\n"
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="imports")
        s3.put_object(Bucket="imports", Key="people.csv", Body=b"ada@example.net,BOUNCE\n")
        jobs = [run(sesv2, SUPPRESSED, url=url) for url in (URL, "s3://imports/more.csv", "s3://!/x")]

    assert [job["JobStatus"] for job in jobs] == ["COMPLETED", "COMPLETED", "FAILED"]
    assert list(mocked.account.suppression.destinations) == ["ada@example.net", "bob@example.net"]


def test_a_test_has_a_job_fail(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Nothing is imported then."""
    mocked.files[URL] = "ada@example.net,BOUNCE\n"
    mocked.account.jobs.fail_next("Out of paper")
    job = run(sesv2, SUPPRESSED)

    assert (job["JobStatus"], job["FailureInfo"]) == ("FAILED", {"ErrorMessage": "Out of paper"})
    assert mocked.account.suppression.destinations == {}


def test_jobs_are_listed_by_destination_in_pages(readers: SESV2Client) -> None:
    """The newest comes first; the last page ends in a token of null."""
    ids = [
        readers.create_import_job(ImportDestination=destination, ImportDataSource=SOURCE)["JobId"]
        for destination in (CONTACTS, SUPPRESSED, CONTACTS)
    ]
    first = readers.list_import_jobs(PageSize=2)
    second = readers.list_import_jobs(PageSize=2, NextToken=first["NextToken"])
    suppressed = readers.list_import_jobs(ImportDestinationType="SUPPRESSION_LIST")["ImportJobs"]
    answer = read_json("POST", "/v2/email/import-jobs/list", {})

    assert [job["JobId"] for page in (first, second) for job in page["ImportJobs"]] == ids[::-1]
    assert [(job["JobId"], job["ImportDestination"]) for job in suppressed] == [(ids[1], SUPPRESSED)]
    assert answer["NextToken"] is None


VALUE = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must have {}"
LIST_ERRORS = [
    ({"PageSize": 0}, VALUE.format(0, "pageSize", "value greater than or equal to 1")),
    ({"PageSize": 101}, VALUE.format(101, "pageSize", "value less than or equal to 100")),
    ({"NextToken": ""}, VALUE.format("", "nextToken", "length greater than or equal to 1")),
    ({"NextToken": "x"}, "Invalid Next Token"),
]


@pytest.mark.parametrize(("parameters", "text"), LIST_ERRORS)
def test_a_bad_list_request_is_refused(sesv2: SESV2Client, parameters: dict[str, Any], text: str) -> None:
    """As lists of tenants are."""
    assert refusal(sesv2.list_import_jobs, **parameters) == ("BadRequestException", text)


def test_an_unknown_job_does_not_exist(sesv2: SESV2Client) -> None:
    """SES names it."""
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
def test_a_bad_job_is_refused(
    sesv2: SESV2Client, destination: Any, source: Any, code: str, text: str
) -> None:
    """Nothing is started."""
    assert refusal(sesv2.create_import_job, ImportDestination=destination, ImportDataSource=source) == (
        code,
        text,
    )


def test_the_sandbox_imports_nothing(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Not even the list of jobs is told."""
    mocked.account.sandbox = True
    text = "Your account is still in the sandbox."

    assert refusal(sesv2.list_import_jobs) == ("BadRequestException", text)
    assert refusal(sesv2.create_import_job, ImportDestination=SUPPRESSED, ImportDataSource=SOURCE) == (
        "BadRequestException",
        text,
    )


def test_twenty_jobs_run_at_once(sesv2: SESV2Client) -> None:
    """Those that have ended do not count."""
    for _ in range(20):
        job_id = sesv2.create_import_job(ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)["JobId"]
    told = refusal(sesv2.create_import_job, ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)
    for _ in range(2):
        sesv2.get_import_job(JobId=job_id)
    sesv2.create_import_job(ImportDestination=SUPPRESSED, ImportDataSource=SOURCE)

    assert told == ("LimitExceededException", "Limit exceeded for import jobs.")


def test_files_are_a_mapping(mocked: SesMock) -> None:
    """Texts are kept as UTF-8; a file that is not there names those that are."""
    mocked.files[URL] = "é"

    assert mocked.files[URL] == "é".encode()
    assert (len(mocked.files), list(mocked.files)) == (1, [URL])
    assert repr(mocked.files) == f"Files(['{URL}'])"
    with pytest.raises(KeyError, match=f"no file 's3://x/y'; files: {URL}"):
        mocked.files["s3://x/y"]
    del mocked.files[URL]
    with pytest.raises(KeyError, match="files: none"):
        mocked.files[URL]


@pytest.mark.parametrize("url", ["people.csv", "s3://imports", "s3:///people.csv", "s3://imports/", 7])
def test_a_url_of_a_file_is_one_of_s3(mocked: SesMock, url: Any) -> None:
    """Whatever else SES could not read from."""
    with pytest.raises(ValueError, match="the URL of a file must be 's3://bucket/key', got"):
        mocked.files[url] = "x"


def test_the_content_of_a_file_is_bytes_or_a_text(mocked: SesMock) -> None:
    """An opened file is neither."""
    content: Any = ["x"]

    with pytest.raises(TypeError, match="the content of a file must be bytes or a string, got list"):
        mocked.files[URL] = content
