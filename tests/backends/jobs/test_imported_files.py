"""Files that import jobs read, whose records change contacts or the suppression list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from sesmock.domain.jobs import imports
from tests.backends.jobs.imports import CONTACTS, HEADER, SUPPRESSED, URL, read_contact, read_counts, run_job

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

NO_CONTACTS: Any = {
    "ContactListDestination": {"ContactListName": "readers", "ContactListImportAction": "DELETE"}
}
NOT_SUPPRESSED: Any = {"SuppressionListDestination": {"SuppressionListImportAction": "DELETE"}}


def read_failures(mocked: SesMock, job: Any) -> list[str]:
    """Return the lines of the file of failed records."""
    return mocked.files[job["FailureInfo"]["FailedRecordsS3Url"]].decode().splitlines()


def test_contacts_are_imported_from_csv(mocked: SesMock, readers: SESV2Client) -> None:
    """An import replaces an existing contact completely, and empty cells have no effect."""
    mocked.files[URL] = (
        f"\ufeff{HEADER}\r\nada@example.net,,,\r\n\r\n"
        'bob@example.net,TRUE,"{""name"": ""Bob""}",OPT_OUT\r\neve@example.net\r\n'
    )
    job = run_job(readers, CONTACTS)

    assert read_counts(job) == ("COMPLETED", 3, 0)
    assert read_contact(readers, "ada@example.net") == ([], False, None)
    assert read_contact(readers, "bob@example.net") == ([("news", "OPT_OUT")], True, '{"name": "Bob"}')
    assert read_contact(readers, "eve@example.net") == ([], False, None)


def test_contacts_are_imported_from_json(mocked: SesMock, readers: SESV2Client) -> None:
    """A JSON file has one object per line."""
    people = [
        {"emailAddress": "ada@example.net", "unsubscribeAll": True, "attributesData": "new"},
        {
            "emailAddress": "bob@example.net",
            "topicPreferences": [{"topicName": "news", "subscriptionStatus": "OPT_OUT"}],
        },
    ]
    mocked.files[URL] = "\n\n".join(map(json.dumps, people))
    job = run_job(readers, CONTACTS, "JSON")

    assert read_counts(job) == ("COMPLETED", 2, 0)
    assert read_contact(readers, "ada@example.net") == ([], True, "new")
    assert read_contact(readers, "bob@example.net") == ([("news", "OPT_OUT")], False, None)


def test_a_replaced_contact_keeps_its_creation_time(mocked: SesMock, readers: SESV2Client) -> None:
    """Replacing a contact changes its last update, but not its creation time."""
    mocked.files[URL] = f"{HEADER}\nada@example.net,,,\n"
    mocked.clock.shift(hours=1)
    run_job(readers, CONTACTS)
    response = readers.get_contact(ContactListName="readers", EmailAddress="ada@example.net")

    assert (response["LastUpdatedTimestamp"] - response["CreatedTimestamp"]).total_seconds() >= 3600


def test_contacts_are_deleted(mocked: SesMock, readers: SESV2Client) -> None:
    """A job can delete contacts, and a contact that is not on the list becomes a failed record."""
    mocked.files[URL] = "emailAddress\nada@example.net\nbob@example.net\n"
    job = run_job(readers, NO_CONTACTS)

    assert read_counts(job) == ("COMPLETED", 2, 1)
    assert mocked.account.contacts.lists["readers"].contacts == {}
    assert read_failures(mocked, job) == ["bob@example.net,bob@example.net doesn't exist in List."]


def test_addresses_are_suppressed(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A CSV file of suppressed addresses has no header, and each line has an address and a reason."""
    mocked.files[URL] = "ada@example.net,BOUNCE\nbob@example.net,COMPLAINT\n"
    job = run_job(sesv2, SUPPRESSED)
    entries = sesv2.list_suppressed_destinations()["SuppressedDestinationSummaries"]

    assert read_counts(job) == ("COMPLETED", 2, 0)
    assert [(each["EmailAddress"], each["Reason"]) for each in entries] == [
        ("ada@example.net", "BOUNCE"),
        ("bob@example.net", "COMPLAINT"),
    ]


def test_addresses_are_removed_from_the_suppression_list(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A job can remove addresses, which are one per line in CSV and one object per line in JSON."""
    for address in ("ada@example.net", "bob@example.net"):
        sesv2.put_suppressed_destination(EmailAddress=address, Reason="BOUNCE")
    mocked.files[URL] = "ada@example.net\n"
    mocked.files["s3://imports/people.json"] = '{"emailAddress": "bob@example.net"}'
    run_job(sesv2, NOT_SUPPRESSED)
    run_job(sesv2, NOT_SUPPRESSED, "JSON", "s3://imports/people.json")

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
        (
            CONTACTS,
            {"emailAddress": "b@example.net", "topicPreferences": [{"subscriptionStatus": "OPT_IN"}]},
            None,
        ),
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
def test_an_invalid_record_does_not_fail_the_job(
    mocked: SesMock, readers: SESV2Client, destination: Any, line: Any, error: str | None
) -> None:
    """An invalid record is listed with its error and changes nothing, and the job completes."""
    record = json.dumps(line) if line != "text" else line
    before = dict(mocked.account.contacts.lists["readers"].contacts)
    mocked.files[URL] = record
    job = run_job(readers, destination, "JSON")
    [record_error] = map(json.loads, read_failures(mocked, job))

    assert read_counts(job) == ("COMPLETED", 1, 1)
    assert record_error == {"record": record, "error": error or f"Invalid record: {record}"}
    assert mocked.account.contacts.lists["readers"].contacts == before
    assert mocked.account.suppression.destinations == {}


def test_a_line_with_too_many_cells_is_refused(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A line with too many cells becomes a failed record that shows all of its cells."""
    mocked.files[URL] = 'ada@example.net,BOUNCE,"a, b"\n'
    job = run_job(sesv2, SUPPRESSED)

    assert read_failures(mocked, job) == [
        'ada@example.net,BOUNCE,"a, b","Invalid record: ada@example.net,BOUNCE,""a, b"""'
    ]


def test_lines_may_end_in_any_way(mocked: SesMock, readers: SESV2Client) -> None:
    """Records of CSV and JSON may end with a carriage return, and JSON records may contain a line separator."""
    mocked.files[URL] = f'{HEADER}\rbob@example.net,,"a\nb",\reve@example.net,,,\r'
    mocked.files["s3://imports/people.json"] = (
        '{"emailAddress": "flo@example.net", "attributesData": "a\u2028b"}\r'
    )
    jobs = [run_job(readers, CONTACTS), run_job(readers, CONTACTS, "JSON", "s3://imports/people.json")]

    assert [read_counts(job) for job in jobs] == [("COMPLETED", 2, 0), ("COMPLETED", 1, 0)]
    assert read_contact(readers, "bob@example.net")[2] == "a\nb"
    assert read_contact(readers, "flo@example.net")[2] == "a\u2028b"


def test_a_failed_record_keeps_its_line_ends(mocked: SesMock, readers: SESV2Client) -> None:
    """A cell with a line break is quoted in the file of failed records."""
    mocked.files[URL] = f'{HEADER}\nbob,,"a\nb",\n'
    job = run_job(readers, CONTACTS)

    assert read_counts(job) == ("COMPLETED", 1, 1)
    assert read_failures(mocked, job) == ['bob,,"a', 'b",,EmailAddress <bob> is invalid']


@pytest.mark.parametrize(
    "record",
    ["[" * 100_000, '{"emailAddress": "\\ud800@example.net"}', '{"emailAddress": "a@example.net", "n": NaN'],
    ids=["deeply nested", "half of a surrogate pair", "cut off"],
)
def test_a_record_that_is_not_an_object_is_refused(
    mocked: SesMock, readers: SESV2Client, record: str
) -> None:
    """A line that cannot be parsed becomes a failed record, and the others are imported."""
    mocked.files[URL] = f'{record}\n{{"emailAddress": "bob@example.net"}}\n'
    job = run_job(readers, CONTACTS, "JSON")

    assert read_counts(job) == ("COMPLETED", 2, 1)
    assert list(mocked.account.contacts.lists["readers"].contacts) == ["ada@example.net", "bob@example.net"]


@pytest.mark.parametrize(
    "content",
    [None, b"\xff\xfe", b"", b"bob@example.net,,,\n", b"emailAddress\n" + b"a" * 140_000 + b"@example.net\n"],
    ids=["none", "not UTF-8", "empty", "no header", "huge cell"],
)
def test_an_unreadable_file_fails_the_job(
    mocked: SesMock, readers: SESV2Client, content: bytes | None
) -> None:
    """A missing file, or one that cannot be parsed, fails the job, and no records are processed."""
    if content is not None:
        mocked.files[URL] = content
    job = run_job(readers, CONTACTS)

    assert read_counts(job) == ("FAILED", 0, 0)
    assert job["FailureInfo"] == {"ErrorMessage": "Unable to read the import file."}


def test_a_file_with_too_many_records_fails_the_job(
    mocked: SesMock, sesv2: SESV2Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file with too many records fails the job, and none of its records is imported."""
    monkeypatch.setattr(imports, "MAX_SUPPRESSED", 1)
    mocked.files[URL] = "ada@example.net,BOUNCE\nbob@example.net,BOUNCE\n"
    job = run_job(sesv2, SUPPRESSED)

    assert job["FailureInfo"] == {"ErrorMessage": "The import file cannot have more than 1 records."}
    assert mocked.account.suppression.destinations == {}


def test_a_file_can_come_from_motos_s3(mocked: SesMock, sesv2: SESV2Client) -> None:
    """An object in moto's S3 takes precedence over the test's file, and an invalid bucket has no files."""
    mocked.files["s3://imports/more.csv"] = "bob@example.net,BOUNCE\n"
    mocked.files[URL] = "eve@example.net,BOUNCE\n"
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="imports")
        s3.put_object(Bucket="imports", Key="people.csv", Body=b"ada@example.net,BOUNCE\n")
        jobs = [run_job(sesv2, SUPPRESSED, url=url) for url in (URL, "s3://imports/more.csv", "s3://!/x")]

    assert [job["JobStatus"] for job in jobs] == ["COMPLETED", "COMPLETED", "FAILED"]
    assert list(mocked.account.suppression.destinations) == ["ada@example.net", "bob@example.net"]


def test_files_are_a_mapping(mocked: SesMock) -> None:
    """Text is stored as UTF-8, and the error about an unknown file lists the files."""
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
def test_the_url_of_a_file_must_be_an_s3_url(mocked: SesMock, url: Any) -> None:
    """A URL that SES could not read from is refused."""
    with pytest.raises(ValueError, match="the URL of a file must be 's3://bucket/key', got"):
        mocked.files[url] = "x"


def test_the_content_of_a_file_must_be_bytes_or_a_string(mocked: SesMock) -> None:
    """Content of any other type raises TypeError."""
    content: Any = ["x"]

    with pytest.raises(TypeError, match="the content of a file must be bytes or a string, got list"):
        mocked.files[URL] = content
