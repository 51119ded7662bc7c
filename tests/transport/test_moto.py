"""Using sesmock and moto in one test, in any order: sesmock mocks SES, and moto all other services."""

from __future__ import annotations

import re
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session
from moto import mock_aws
from moto.core.models import botocore_stubber

from sesmock import UnmockedCall, mock_ses
from sesmock.transport import moto
from tests.programs import run_program

REGION = "us-east-1"
KEYS = {"aws_access_key_id": "AKIAOWN", "aws_secret_access_key": "secret"}


@pytest.mark.parametrize("outer", ["moto", "sesmock"])
def test_moto_and_sesmock_share_a_test(outer: str) -> None:
    """In either nesting, sesmock answers SES, and moto all other services."""
    mocks = [mock_aws(), mock_ses(identities=["example.com"])]
    first, second = mocks if outer == "moto" else reversed(mocks)
    with first, second:
        boto3.client("s3", region_name=REGION).create_bucket(Bucket="bucket")
        names = boto3.client("ses", region_name=REGION).list_identities()["Identities"]
        buckets = boto3.client("s3", region_name=REGION).list_buckets()["Buckets"]

    assert names == ["example.com"]
    assert [bucket["Name"] for bucket in buckets] == ["bucket"]


def test_moto_serves_ses_again_afterwards() -> None:
    """After the end of sesmock's mock, moto serves SES again."""
    with mock_aws():
        with mock_ses(identities=["example.com"]):
            boto3.client("ses", region_name=REGION).list_identities()
        names = boto3.client("ses", region_name=REGION).list_identities()["Identities"]

    assert names == []


def test_motos_sts_selects_the_account_of_a_role() -> None:
    """The credentials of an assumed role belong to the role's account."""
    with mock_aws(), mock_ses(identities=["example.com"]) as active:
        role = boto3.client("sts", region_name=REGION, **KEYS).assume_role(
            RoleArn="arn:aws:iam::210987654321:role/mailer", RoleSessionName="test"
        )["Credentials"]
        client = boto3.client(
            "ses",
            aws_access_key_id=role["AccessKeyId"],
            aws_secret_access_key=role["SecretAccessKey"],
            aws_session_token=role["SessionToken"],
        )
        client.list_identities()
        client.list_identities()

    assert [call.account_id for call in active.calls] == ["210987654321"] * 2


def test_moto_can_be_imported_inside_a_mock() -> None:
    """If moto is imported inside a mock, sesmock still answers SES, and moto other services."""
    code = """
import boto3
from sesmock import mock_ses
with mock_ses(identities=["example.com"]):
    from moto import mock_aws
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="bucket")
        print(boto3.client("ses").list_identities()["Identities"])
"""

    assert run_program(code) == "['example.com']\n"


@pytest.mark.parametrize(
    "mocks", ["mock_aws(), mock_ses()", "mock_ses(), mock_aws()", "mock_ses(), mock_aws(), mock_ses()"]
)
def test_moto_can_be_imported_between_mocks(mocks: str) -> None:
    """After moto's import, a mock gives boto3 a new default session, since moto cannot answer older ones."""
    code = f"""
import boto3
from sesmock import mock_ses
with mock_ses():
    first = boto3.DEFAULT_SESSION
with mock_ses():
    print(boto3.DEFAULT_SESSION is first)
from moto import mock_aws
with {mocks}:
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="bucket")
    print(boto3.client("ses").list_identities()["Identities"])
print(boto3.DEFAULT_SESSION)
"""

    assert run_program(code) == "True\n[]\nNone\n"


def test_mocks_can_end_in_the_order_of_their_start() -> None:
    """If moto's mock ends after sesmock's, no default session of sesmock is left behind."""
    code = """
import boto3
from sesmock import mock_ses
from moto import mock_aws
aws = mock_aws()
with mock_ses():
    aws.start()
aws.stop()
with mock_ses():
    pass
print(boto3.DEFAULT_SESSION)
"""

    assert run_program(code) == "None\n"


@pytest.mark.parametrize(
    "passthrough", [{"services": ["dynamodb"]}, {"urls": [r"https://dynamodb\..*"]}], ids=["service", "url"]
)
def test_motos_passthroughs_are_sent(passthrough: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that matches a passthrough of moto leaves both mocks."""
    urls = []

    def refuse_connection(_: object, request: Any) -> None:
        urls.append(request.url)
        raise ConnectionClosedError(endpoint_url=request.url)

    monkeypatch.setattr(URLLib3Session, "send", refuse_connection)
    with mock_aws(config={"core": {"passthrough": passthrough}}), mock_ses(retry_sleep=False):
        dynamodb = boto3.client(
            "dynamodb", region_name=REGION, config=Config(retries={"total_max_attempts": 1})
        )
        with pytest.raises(ConnectionClosedError):
            dynamodb.list_tables()

    assert len(urls) == 1


def test_other_requests_are_refused() -> None:
    """A request that moto does not intercept is refused, since it would reach AWS."""
    with mock_aws(), mock_ses():
        client = boto3.client("dynamodb", region_name=REGION)
        client.meta.events.unregister("before-send", botocore_stubber)
        with pytest.raises(UnmockedCall, match="dynamodb"):
            client.list_tables()


@pytest.mark.parametrize(
    "region", [pytest.param("us-east-1", id="known beforehand"), pytest.param("us-west-2", id="asked")]
)
def test_a_key_belongs_to_the_default_account_if_moto_lets_sts_pass(region: str) -> None:
    """If STS is a passthrough of moto, a key belongs to the default account, and no real STS is called."""
    urls = [rf"https://sts\.{region}\.amazonaws\.com"]
    with (
        mock_aws(config={"core": {"passthrough": {"urls": urls}}}),
        mock_ses(passthrough=["sts.*"]) as active,
    ):
        client = boto3.client("ses", region_name=region, **KEYS)
        client.list_identities()
        client.list_identities()

    assert [call.account_id for call in active.calls] == ["123456789012"] * 2


@pytest.mark.parametrize(
    ("methods", "served"),
    [
        ({}, False),
        ({"POST": [(re.compile(r"https?://(.*\.)?sqs\.(.*\.)?amazonaws\.com"), None)]}, False),
        ({"POST": [(re.compile(r"https?://sts\.(.*\.)?amazonaws\.com"), None)]}, True),
    ],
)
def test_moto_4_serves_its_active_mocks(
    monkeypatch: pytest.MonkeyPatch, methods: dict[str, Any], served: bool
) -> None:
    """In moto 4, where mock_sqs, mock_sts and others are separate, only an active mock_sts provides accounts."""
    monkeypatch.setattr(botocore_stubber, "methods", methods, raising=False)
    with mock_aws():
        assert moto.serves("sts") is served
