"""The other AWS services through boto3: moto's topics, streams, buckets and functions."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.session import Session

from sesmock.domain.aws.arns import parse_arn
from sesmock.domain.aws.aws_services import Invocation
from sesmock.exceptions import SesmockError, UnmockedCall
from sesmock.publishing import envelopes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sesmock.domain.account import Account
    from sesmock.domain.events.publications import Publication

# The clients get all of their settings here, so a profile in the environment must not be looked up.
_NO_PROFILE = {"profile": (None, None, None, None)}


class Boto3Services:
    """The other AWS services through boto3 clients, which are created on first use."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str, str], Any] = {}

    def topic_exists(self, account: Account, arn: str) -> bool:
        """Return whether a topic exists in SNS, in the region of an account."""
        if parse_arn(arn) is None:  # moto fails for anything but an ARN
            return False
        try:
            self._client("sns", account).get_topic_attributes(TopicArn=arn)
        except ClientError:
            return False
        return True

    def bucket_exists(self, account: Account, bucket: str) -> bool:
        """Return whether a bucket exists in S3; False for an invalid name."""
        # botocore refuses a malformed name itself, with a ParamValidationError.
        try:
            self._client("s3", account).head_bucket(Bucket=bucket)
        except (ClientError, ParamValidationError):
            return False
        return True

    def function_exists(self, account: Account, arn: str) -> bool:
        """Return whether a function exists in Lambda."""
        try:
            self._client("lambda", account).get_function(FunctionName=arn)
        except (ClientError, ParamValidationError):
            return False
        return True

    def store(self, account: Account, bucket: str, key: str, body: bytes) -> Exception | None:
        """Write an object; return S3's error, if any. Raise the same exceptions as `publish`."""
        with self._name_target(f"S3 object {bucket}/{key}"):
            try:
                self._client("s3", account).put_object(Bucket=bucket, Key=key, Body=body)
            except (ClientError, ParamValidationError) as error:
                return error
        return None

    def load(self, account: Account, bucket: str, key: str) -> bytes | None:
        """Return an object; None if it does not exist."""
        try:
            body: bytes = self._client("s3", account).get_object(Bucket=bucket, Key=key)["Body"].read()
        except (ClientError, ParamValidationError):
            return None
        return body

    def invoke(
        self, account: Account, arn: str, invocation_type: str, event: Mapping[str, Any]
    ) -> Invocation:
        """Invoke a function; a response that is not JSON is ignored. Raise the same exceptions as `publish`."""
        with self._name_target(f"Lambda function {arn}"):
            try:
                response = self._client("lambda", account).invoke(
                    FunctionName=arn, InvocationType=invocation_type, Payload=json.dumps(event).encode()
                )
            except (ClientError, ParamValidationError) as error:
                return Invocation(error=error)
        return Invocation(_parse_response(response["Payload"].read()))

    def publish(self, publication: Publication) -> None:
        """Deliver a publication; an error of the target, such as a missing topic, is set as ``publication.error``.

        Raise `UnmockedCall` if the service is not mocked, or `SesmockError` if it cannot be reached.
        """
        publisher = _PUBLISHERS.get(publication.kind)
        if publisher is None:  # no API accepts SES's events for a Pinpoint project
            return
        service, publish = publisher
        with self._name_target(repr(publication)):
            try:
                publish(self._client(service, publication.account), publication)
            except ClientError as error:
                publication.error = error

    @contextmanager
    def _name_target(self, what: str) -> Iterator[None]:
        """Mention the target in the exceptions for a service that cannot be reached."""
        try:
            yield
        except UnmockedCall as error:
            self._clients.clear()  # moto may be imported later, and clients that were created before never use it
            error.args = (f'publish="boto3", {what}: {error}',)
            raise
        except BotoCoreError as error:
            raise SesmockError(f'publish="boto3", {what}: {error}') from error

    def _client(self, service: str, account: Account) -> Any:
        key = (service, account.account_id, account.region)
        if key not in self._clients:
            self._clients[key] = _client(*key)
        return self._clients[key]


def _client(service: str, account_id: str, region: str) -> Any:
    """Create a client for an account. moto reads the account from a header, and other emulators from the access key."""

    def name_account(params: dict[str, Any], **_: object) -> None:
        params["headers"]["x-moto-account-id"] = account_id

    client: Any = Session(session_vars=_NO_PROFILE).create_client(
        service, region_name=region, aws_access_key_id=account_id, aws_secret_access_key="sesmock"
    )
    client.meta.events.register("before-call", name_account)
    return client


def _parse_response(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError:
        return None


def _to_sns(sns: Any, publication: Publication) -> None:
    subject = {} if publication.subject is None else {"Subject": publication.subject}
    sns.publish(TopicArn=publication.target, Message=publication.payload, **subject)


def _to_firehose(firehose: Any, publication: Publication) -> None:
    stream = publication.target.rpartition("/")[2]
    firehose.put_record(DeliveryStreamName=stream, Record=envelopes.envelope(publication))


def _to_eventbridge(events: Any, publication: Publication) -> None:
    events.put_events(Entries=[envelopes.build_entry(publication)])


def _to_cloudwatch(cloudwatch: Any, publication: Publication) -> None:
    cloudwatch.put_metric_data(**json.loads(publication.payload))


_PUBLISHERS = {
    "sns": ("sns", _to_sns),
    "firehose": ("firehose", _to_firehose),
    "eventbridge": ("events", _to_eventbridge),
    "cloudwatch": ("cloudwatch", _to_cloudwatch),
}
