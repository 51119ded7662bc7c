"""Aiobotocore clients together with moto, which does not support them."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto import mock_aws

from sesmock import mock_ses
from tests.transport.asynchronous import SESSIONS, client

REGION = "us-east-1"
ROLE = "arn:aws:iam::210987654321:role/mailer"


@pytest.mark.asyncio
@pytest.mark.parametrize("outer", ["moto", "sesmock"])
@pytest.mark.parametrize("http_session", SESSIONS)
async def test_sesmock_answers_in_either_nesting(http_session: Any, outer: str) -> None:
    """In either nesting, sesmock answers aiobotocore's calls to SES, and moto answers boto3's to other services."""
    mocks = [mock_aws(), mock_ses(identities=["example.com"])]
    first, second = mocks if outer == "moto" else reversed(mocks)
    with first, second:
        async with client("ses", http_session) as ses:
            names = (await ses.list_identities())["Identities"]
        topic = boto3.client("sns", region_name=REGION).create_topic(Name="mail")["TopicArn"]

    assert (names, topic) == (["example.com"], "arn:aws:sns:us-east-1:123456789012:mail")


@pytest.mark.asyncio
async def test_the_credentials_of_an_assumed_role_select_its_account() -> None:
    """Calls with the credentials of a role from moto's STS belong to the role's account."""
    with mock_aws(), mock_ses() as active:
        role = boto3.client("sts", region_name=REGION).assume_role(RoleArn=ROLE, RoleSessionName="test")
        keys = role["Credentials"]
        async with client(
            "sesv2",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        ) as sesv2:
            await sesv2.create_email_identity(EmailIdentity="example.org")

    assert list(active.accounts["210987654321", REGION].identities) == ["example.org"]
