"""Import jobs of contacts and suppressed addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

URL = "s3://imports/people.csv"
CONTACTS: Any = {"ContactListDestination": {"ContactListName": "readers", "ContactListImportAction": "PUT"}}
SUPPRESSED: Any = {"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}}
HEADER = "emailAddress,unsubscribeAll,attributesData,topicPreferences.news"


def run_job(client: SESV2Client, destination: Any, data_format: Any = "CSV", url: str = URL) -> Any:
    """Run a job to its end and return it."""
    source: Any = {"S3Url": url, "DataFormat": data_format}
    job_id = client.create_import_job(ImportDestination=destination, ImportDataSource=source)["JobId"]
    # The first read starts the job, and the second completes it.
    for _ in range(2):
        job = client.get_import_job(JobId=job_id)
    return job


def read_counts(job: Any) -> tuple[str, int, int]:
    """Return the status, the number of records and the number of failed records of a job."""
    return job["JobStatus"], job["ProcessedRecordsCount"], job["FailedRecordsCount"]


def read_contact(client: SESV2Client, address: str) -> tuple[Any, ...]:
    """Return the choices, UnsubscribeAll and the attributes of a contact."""
    response = client.get_contact(ContactListName="readers", EmailAddress=address)
    choices = [(each["TopicName"], each["SubscriptionStatus"]) for each in response["TopicPreferences"]]
    return choices, response["UnsubscribeAll"], response.get("AttributesData")
