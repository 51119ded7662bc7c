"""Sending authorization policies: how both APIs store them, and which sends they allow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import OperationNotSupported, SesMock, mock_ses
from tests import sending
from tests.refusals import refusal

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

OWNER, DELEGATE = "123456789012", "210987654321"
ARN = f"arn:aws:ses:us-east-1:{OWNER}:identity/example.com"
RAW = b"From: Shop <shop@example.com>\nTo: ada@example.net\n\n"


def build_policy(**changes: Any) -> str:
    """Return a policy with one statement."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": DELEGATE},
        "Action": ["ses:SendEmail", "ses:SendRawEmail"],
        "Resource": ARN,
        **changes,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.fixture
def delegate(mocked: SesMock) -> SESClient:
    """Return a client of another account."""
    mocked.accounts.bind("DELEGATE", DELEGATE)
    return boto3.client("ses", aws_access_key_id="DELEGATE", aws_secret_access_key="x")


def send(client: SESClient, arn: str = ARN) -> str:
    """Send from the owner's identity."""
    return sending.send(client, sender="Shop <shop@example.com>", SourceArn=arn)


def put_policy(ses: SESClient, text: str, name: str = "delegates") -> None:
    """Attach a policy to example.com."""
    ses.put_identity_policy(Identity="example.com", PolicyName=name, Policy=text)


def test_both_apis_keep_the_same_policies(ses: SESClient, sesv2: SESV2Client) -> None:
    """Both APIs attach, show, replace and detach the same policies, stored as compact JSON."""
    ses.put_identity_policy(Identity=ARN, PolicyName="b", Policy=build_policy())
    sesv2.create_email_identity_policy(
        EmailIdentity="example.com", PolicyName="a", Policy=build_policy(Sid="x")
    )
    names = ses.list_identity_policies(Identity="example.com")["PolicyNames"]
    policies = ses.get_identity_policies(Identity="example.com", PolicyNames=["a", "none"])["Policies"]
    sesv2.update_email_identity_policy(
        EmailIdentity="example.com", PolicyName="b", Policy=build_policy(Sid="y")
    )
    replaced = sesv2.get_email_identity_policies(EmailIdentity="example.com")["Policies"]
    sesv2.delete_email_identity_policy(EmailIdentity="example.com", PolicyName="a")
    ses.delete_identity_policy(Identity="example.com", PolicyName="b")
    ses.delete_identity_policy(Identity="example.com", PolicyName="b")

    assert names == ["a", "b"]
    assert policies == {"a": json.dumps(json.loads(build_policy(Sid="x")), separators=(",", ":"))}
    assert json.loads(replaced["b"])["Statement"]["Sid"] == "y"
    assert sesv2.get_email_identity(EmailIdentity="example.com")["Policies"] == {}


def test_v1_shows_no_policies_of_an_unknown_identity(ses: SESClient) -> None:
    """Only PutIdentityPolicy refuses an unknown identity in v1."""
    ses.delete_identity_policy(Identity="x.org", PolicyName="a")

    assert ses.list_identity_policies(Identity="x.org")["PolicyNames"] == []
    assert ses.get_identity_policies(Identity="x.org", PolicyNames=["a"])["Policies"] == {}
    assert refusal(ses.put_identity_policy, Identity="x.org", PolicyName="a", Policy=build_policy()) == (
        "InvalidParameterValue",
        "Identity <x.org> does not exist.",
    )


@pytest.mark.parametrize(
    ("identity", "method", "parameters", "error"),
    [
        (
            "x.org",
            "get_email_identity_policies",
            {},
            ("NotFoundException", "Email identity <x.org> does not exist."),
        ),
        (
            "example.com",
            "update_email_identity_policy",
            {"PolicyName": "none", "Policy": build_policy()},
            ("NotFoundException", "Policy <none> does not exist"),
        ),
        (
            "example.com",
            "delete_email_identity_policy",
            {"PolicyName": "none"},
            ("NotFoundException", "Policy <none> does not exist"),
        ),
        (
            "example.com",
            "create_email_identity_policy",
            {"PolicyName": "taken", "Policy": build_policy()},
            ("AlreadyExistsException", "Policy <taken> already exists"),
        ),
        (
            "example.com",
            "create_email_identity_policy",
            {"PolicyName": "a b", "Policy": build_policy()},
            (
                "BadRequestException",
                "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and "
                "underscores.",
            ),
        ),
        (
            "example.com",
            "create_email_identity_policy",
            {"PolicyName": "a" * 65, "Policy": build_policy()},
            (
                "BadRequestException",
                "1 validation error detected: Value at 'policyName' failed to satisfy constraint: Member must have "
                "length less than or equal to 64",
            ),
        ),
    ],
)
def test_v2_refuses_invalid_requests(
    ses: SESClient, sesv2: SESV2Client, identity: str, method: str, parameters: Any, error: tuple[str, str]
) -> None:
    """v2 refuses unknown identities and policies, and invalid policy names."""
    put_policy(ses, build_policy(), "taken")

    assert refusal(getattr(sesv2, method), EmailIdentity=identity, **parameters) == error


def test_v1_shows_at_most_20_policies(ses: SESClient) -> None:
    """A request for more than 20 policies is refused, however many exist."""
    put_policy(ses, build_policy())
    names = ["delegates", *map(str, range(20))]
    error = refusal(ses.get_identity_policies, Identity="example.com", PolicyNames=names)
    policies = ses.get_identity_policies(Identity="example.com", PolicyNames=names[:20])["Policies"]

    assert error == ("InvalidParameterValue", "You can request at most 20 policies at a time.")
    assert list(policies) == ["delegates"]


def test_a_pending_identity_can_have_policies() -> None:
    """Policies can be attached to an identity before it is verified."""
    with mock_ses(verification="manual"):
        ses, sesv2 = boto3.client("ses"), boto3.client("sesv2")
        ses.verify_domain_identity(Domain="example.org")
        ses.put_identity_policy(Identity="example.org", PolicyName="a", Policy=build_policy())
        sesv2.create_email_identity_policy(EmailIdentity="example.org", PolicyName="b", Policy=build_policy())
        policies = sesv2.get_email_identity_policies(EmailIdentity="example.org")["Policies"]

    assert list(policies) == ["a", "b"]


def test_stored_policies_are_compact(ses: SESClient) -> None:
    """Policies are stored as compact JSON, which keeps the spaces and non-ASCII letters in strings."""
    put_policy(ses, json.dumps(json.loads(build_policy(Sid="a b ß")), indent=2))
    policies = ses.get_identity_policies(Identity="example.com", PolicyNames=["delegates"])["Policies"]

    assert policies["delegates"].startswith(
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":'
    )
    assert policies["delegates"].endswith('"Sid":"a b ß"}}')


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"Statement": []}',
        '{"Statement": "x"}',
        build_policy(Effect="Maybe"),
        build_policy(Condition=[]),
        build_policy(Condition={"StringEquals": "x"}),
        json.dumps({"Statement": {"Effect": "Allow"}}),
        build_policy(Sid="x" * 4096),
        "[" * 4000,
    ],
)
def test_an_invalid_policy_is_refused(mocked: SesMock, ses: SESClient, text: str) -> None:
    """An invalid policy is refused and not stored."""
    assert refusal(put_policy, ses=ses, text=text)[0] == "InvalidPolicy"
    assert mocked.account.identities["example.com"].policies == {}


def test_an_identity_has_at_most_20_policies(ses: SESClient, sesv2: SESV2Client) -> None:
    """A 21st policy is refused with each API's own code, but an existing policy can be replaced."""
    for number in range(20):
        put_policy(ses, build_policy(), str(number))
    put_policy(ses, build_policy(), "19")
    text = "Number of policies for <example.com> exceeds max allowed number of policies per resource"
    create = sesv2.create_email_identity_policy

    assert refusal(put_policy, ses=ses, text=build_policy(), name="20") == ("InvalidParameterValue", text)
    assert refusal(create, EmailIdentity="example.com", PolicyName="20", Policy=build_policy()) == (
        "LimitExceededException",
        text,
    )


def test_a_delegate_can_send_from_the_owners_identity(
    mocked: SesMock, ses: SESClient, delegate: SESClient
) -> None:
    """The message and its quota belong to the delegate."""
    put_policy(ses, build_policy())
    send(delegate)
    header = f"X-SES-SOURCE-ARN: {ARN}\nX-SES-FROM-ARN: {ARN}\n".encode()
    delegate.send_raw_email(RawMessage={"Data": header + RAW})
    delegate.send_raw_email(RawMessage={"Data": RAW}, Source="shop@example.com", SourceArn=ARN, FromArn=ARN)

    assert [message.account_id for message in mocked.outbox] == [DELEGATE] * 3
    assert mocked.accounts[DELEGATE, "us-east-1"].sent_last_24_hours == 3
    assert mocked.account.sent_last_24_hours == 0


DENIED = (
    "AccessDenied",
    f"User `arn:aws:iam::{DELEGATE}:root' is not authorized to perform `ses:SendEmail' on resource `{ARN}'",
)
STRANGER = "arn:aws:iam::111122223333:root"


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": ["*"]}}, True),
        ({"Principal": {"AWS": [STRANGER, f"arn:aws:iam::{DELEGATE}:user/ada"]}}, True),
        ({"Principal": {"AWS": STRANGER}}, False),
        ({"Principal": {"Service": "lambda.amazonaws.com"}}, False),
        ({"Action": "ses:*"}, True),
        ({"Action": "SES:sendemail"}, True),
        ({"Action": "ses:SendRawEmail"}, False),
        ({"Resource": "*"}, True),
        ({"Resource": ARN + "[1]"}, False),
        ({"Effect": "Deny"}, False),
        ({"Condition": {"StringEquals": {"ses:FromAddress": "shop@example.com"}}}, True),
        ({"Condition": {"StringEquals": {"ses:fromaddress": ["a@example.com", "b@example.com"]}}}, False),
        ({"Condition": {"StringLike": {"ses:FromAddress": "*@example.com"}}}, True),
        ({"Condition": {"StringEqualsIgnoreCase": {"ses:FromDisplayName": "SHOP"}}}, True),
        ({"Condition": {"StringNotEquals": {"ses:FromDisplayName": "Shop"}}}, False),
        ({"Condition": {"StringNotEquals": {"ses:FromDisplayName": "Bank"}}}, True),
        ({"Condition": {"StringNotLike": {"ses:FeedbackAddress": "*@example.org"}}}, True),
        ({"Condition": {"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}}}, True),
        ({"Condition": {"ForAllValues:StringLike": {"ses:Recipients": "*@example.org"}}}, False),
        ({"Condition": {"ForAnyValue:StringLike": {"ses:Recipients": ["*@example.net"]}}}, True),
        (
            {"Condition": {"StringEquals": {"ses:ApiVersion": "1"}, "StringLike": {"ses:FromAddress": "x*"}}},
            False,
        ),
    ],
)
def test_the_policy_decides(
    ses: SESClient, delegate: SESClient, changes: dict[str, Any], allowed: bool
) -> None:
    """A policy allows a send only if principal, action, resource and conditions all match."""
    put_policy(ses, build_policy(**changes))
    if allowed:
        assert send(delegate)
    else:
        assert refusal(send, client=delegate) == DENIED


def test_a_denial_overrides_a_permission(ses: SESClient, delegate: SESClient) -> None:
    """A policy that denies a send overrides one that allows it."""
    put_policy(ses, build_policy())
    put_policy(ses, build_policy(Effect="Deny", Principal="*"), "nobody")

    assert refusal(send, client=delegate) == DENIED


def test_without_a_policy_another_account_cannot_send(mocked: SesMock, delegate: SESClient) -> None:
    """Without a policy, only the owner can send from an identity."""
    assert refusal(send, client=delegate) == DENIED
    assert len(mocked.outbox) == 0


@pytest.mark.parametrize(
    ("arn", "code"),
    [
        (f"arn:aws:ses:us-east-1:{OWNER}:identity/example.org", "MessageRejected"),
        ("arn:aws:ses:us-east-1:111122223333:identity/example.com", "MessageRejected"),
        (f"arn:aws:ses:us-east-1:{DELEGATE}:identity/example.com", "MessageRejected"),
        (f"arn:aws:ses:eu-west-1:{OWNER}:identity/example.com", "InvalidParameterValue"),
        (f"arn:aws:ses:us-east-1:{OWNER}:identity/", "InvalidParameterValue"),
        ("example.com", "InvalidParameterValue"),
    ],
)
def test_an_arn_must_be_of_an_identity_that_covers_the_sender(
    ses: SESClient, delegate: SESClient, arn: str, code: str
) -> None:
    """An ARN is refused if its identity is unknown or does not cover the sender, or if the ARN is invalid."""
    put_policy(ses, build_policy())
    delegate.delete_identity(Identity="example.com")

    assert refusal(send, client=delegate, arn=arn)[0] == code


def test_owners_can_pass_the_arn_of_their_identity(ses: SESClient) -> None:
    """The ARN of the owner's identity needs no policy."""
    assert send(ses)


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:username": "ada"}},
        {"Few:StringLike": {"ses:FromAddress": "*"}},
    ],
)
def test_an_unsupported_condition_is_an_error(ses: SESClient, delegate: SESClient, condition: Any) -> None:
    """A policy condition that sesmock does not support raises an error."""
    put_policy(ses, build_policy(Condition=condition))

    with pytest.raises(OperationNotSupported, match="does not support the policy condition"):
        send(delegate)


@pytest.mark.parametrize("value", ['"\\ud800"', "NaN", "1e999"])
def test_a_policy_that_is_not_valid_json_is_refused(sesv2: SESV2Client, value: str) -> None:
    """A policy with a lone surrogate or a number that JSON cannot represent is refused."""
    text = build_policy().replace('"2012-10-17"', value)

    assert refusal(
        sesv2.create_email_identity_policy, EmailIdentity="example.com", PolicyName="p", Policy=text
    ) == ("BadRequestException", "The policy is not valid JSON.")


@pytest.mark.parametrize("arn", [ARN, f"{ARN.rpartition('/')[0]}/shop@example.com"])
def test_the_callers_identity_need_not_exist(mocked: SesMock, ses: SESClient, arn: str) -> None:
    """The caller can pass the ARN of an identity that is not registered, if a registered one covers the sender."""
    send(ses, arn)

    assert len(mocked.outbox) == 1


def test_the_callers_identity_must_cover_the_sender(ses: SESClient) -> None:
    """The ARN of the caller's identity is refused if the identity does not cover the sender."""
    ses.verify_domain_identity(Domain="example.org")
    arn = ARN.replace("example.com", "example.org")

    assert refusal(send, client=ses, arn=arn) == (
        "InvalidParameterValue",
        f"The address 'Shop <shop@example.com>' does not align with the given ARN '{arn}'",
    )


@pytest.mark.parametrize(
    ("api", "member", "arn", "code"),
    [
        ("ses", "SourceArn", "", "InvalidParameterValue"),
        ("ses", "SourceArn", "foo", "InvalidParameterValue"),
        ("sesv2", "FromEmailAddressIdentityArn", "foo", "BadRequestException"),
    ],
)
def test_an_invalid_arn_is_refused(mocked: SesMock, api: str, member: str, arn: str, code: str) -> None:
    """The error about an invalid or empty ARN shows it in angle brackets."""
    assert refusal(sending.send, client=boto3.client(api), **{member: arn}) == (code, f"Invalid ARN <{arn}>.")
