"""ARNs are parsed, built and recognized."""

from __future__ import annotations

import pytest

from sesmock.domain.aws.arns import Arn, build_iam_arn, build_ses_arn, is_arn, parse_arn


def test_an_arn_has_parts() -> None:
    """The resource of an SES ARN has a kind and a name, which may contain slashes and colons."""
    arn = parse_arn("arn:aws:ses:us-east-1:123456789012:tenant/shop/tn-1:a")

    assert arn == Arn("aws", "ses", "us-east-1", "123456789012", "tenant/shop/tn-1:a")
    assert (arn.kind, arn.name) == ("tenant", "shop/tn-1:a")


def test_parsing_an_arn_keeps_its_text() -> None:
    """Parsing an ARN loses nothing, not even empty parts."""
    text = "arn:aws:iam::123456789012:root"

    assert str(parse_arn(text)) == text


@pytest.mark.parametrize(
    "text", ["", "*", "example.com", "arn:aws:ses:us-east-1:123456789012", "urn:a:b:c:d:e"]
)
def test_another_text_is_not_an_arn(text: str) -> None:
    """An ARN starts with "arn" and has six parts."""
    assert parse_arn(text) is None


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_the_partition_follows_from_the_region(region: str, partition: str) -> None:
    """SES resources and IAM principals are in the partition of the region."""
    assert (
        build_ses_arn("1", region, "identity/a.example")
        == f"arn:{partition}:ses:{region}:1:identity/a.example"
    )
    assert build_iam_arn("1", region, "root") == f"arn:{partition}:iam::1:root"


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("arn:aws:sns:us-east-1:123456789012:topic", True),
        ("arn:aws-cn:sns:cn-north-1:123456789012:topic", True),
        ("arn:aws:sqs:us-east-1:123456789012:topic", False),
        ("arn:aws:sns::123456789012:topic", False),
        ("arn:aws:sns:us-east-1:1234:topic", False),
        ("arn:aws:sns:us-east-1:123456789012:topic/other", False),
        ("arn:other:sns:us-east-1:123456789012:topic", False),
        ("arn:aws:sns:us-east-1:123456789012", False),
    ],
)
def test_an_arn_of_a_service_needs_valid_parts(text: str, is_valid: bool) -> None:
    """A valid ARN of a service has a valid partition, region, account and resource."""
    assert is_arn(text, "sns", "[a-z]+") is is_valid


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [("arn:aws:iam::123456789012:role/a", True), ("arn:aws:iam:us-east-1:123456789012:role/a", False)],
)
def test_an_arn_of_iam_has_no_region(text: str, is_valid: bool) -> None:
    """An IAM ARN has no region."""
    assert is_arn(text, "iam", "role/[a-z]+") is is_valid
