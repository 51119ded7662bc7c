"""Accounts and regions are separate, and the credentials of a client select the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from sesmock import SesMock, mock_ses
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHER = "210987654321"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{OTHER}:role/mailer"
KEYS = {"aws_access_key_id": "AKIAOWN", "aws_secret_access_key": "secret"}


@pytest.fixture
def mocked() -> Iterator[SesMock]:
    """Mock SES with example.com verified and one key bound to another account."""
    with mock_ses(identities=["example.com"]) as active:
        active.accounts.bind("AKIAOWN", OTHER)
        yield active


def assume_role(role: str = ROLE, region: str = REGION) -> dict[str, str]:
    """Assume a role with moto's STS; return the credentials as parameters of a client."""
    keys = boto3.client("sts", region_name=region, **KEYS).assume_role(RoleArn=role, RoleSessionName="test")
    return {
        "aws_access_key_id": keys["Credentials"]["AccessKeyId"],
        "aws_secret_access_key": keys["Credentials"]["SecretAccessKey"],
        "aws_session_token": keys["Credentials"]["SessionToken"],
    }


def create_resources(service: str, client: Any) -> None:
    """Create an identity, a configuration set and, if the API has templates, a template."""
    if service == "ses":
        client.verify_domain_identity(Domain="example.org")
        client.create_configuration_set(ConfigurationSet={"Name": "set"})
        client.create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi", "TextPart": "Hi"})
        return
    client.create_email_identity(EmailIdentity="example.org")
    client.create_configuration_set(ConfigurationSetName="set")


@pytest.mark.parametrize("elsewhere", [{"region_name": "eu-west-1"}, KEYS], ids=["region", "account"])
@pytest.mark.parametrize("service", ["ses", "sesv2", "pinpoint-email"])
def test_resources_are_separate(mocked: SesMock, service: str, elsewhere: dict[str, str]) -> None:
    """A resource is not visible in another account or region, and can be created there too."""
    create_resources(service, boto3.client(service))
    other = boto3.client("sesv2", **elsewhere)
    identities = other.list_email_identities()["EmailIdentities"]
    sets = other.list_configuration_sets()["ConfigurationSets"]
    templates = other.list_email_templates()["TemplatesMetadata"]
    create_resources(service, boto3.client(service, **elsewhere))

    assert ([each["IdentityName"] for each in identities], sets, templates) == (["example.com"], [], [])
    assert other.list_configuration_sets()["ConfigurationSets"] == ["set"]


def test_each_account_has_its_own_quota_and_status(mocked: SesMock) -> None:
    """A send counts only toward its own account's quota, and pausing an account does not pause the others."""
    send()
    send(boto3.client("sesv2", region_name="eu-west-1"))
    send(boto3.client("sesv2", region_name="eu-west-1"))
    mocked.accounts[OTHER, REGION].sending_enabled = False
    paused = boto3.client("sesv2", **KEYS).exceptions.SendingPausedException
    with pytest.raises(paused):
        send(boto3.client("sesv2", **KEYS))
    send()

    sent = {key: account.sent_last_24_hours for key, account in mocked.accounts.items()}
    assert sent == {("123456789012", REGION): 2, ("123456789012", "eu-west-1"): 2, (OTHER, REGION): 0}


def test_the_outbox_covers_all_accounts_and_regions(mocked: SesMock) -> None:
    """The outbox lists the messages of all accounts and regions in order, and can be filtered by either."""
    sent = [send(), send(boto3.client("sesv2", region_name="eu-west-1")), send(boto3.client("sesv2", **KEYS))]

    assert [message.message_id for message in mocked.outbox] == sent
    # The first four digits of a message id identify the region. Spec: requests.md §5.
    assert [message.message_id[:4] for message in mocked.outbox] == ["0100", "0102", "0100"]
    assert mocked.outbox.one(region="eu-west-1").message_id == sent[1]
    assert mocked.outbox.one(account_id=OTHER).message_id == sent[2]
    assert [(call.account_id, call.region) for call in mocked.calls] == [
        ("123456789012", REGION),
        ("123456789012", "eu-west-1"),
        (OTHER, REGION),
    ]


def test_accounts_are_listed_by_their_repr() -> None:
    """The repr of the accounts lists the first five accounts with their regions, and counts the others."""
    with mock_ses() as ses_mock:
        empty = repr(ses_mock.accounts)
        for region in ("us-east-1", "eu-west-1"):
            assert ses_mock.accounts[OTHER, region]
        few = repr(ses_mock.accounts)
        for number in range(5):
            assert ses_mock.accounts[f"11111111111{number}", REGION]

    assert empty == "<Accounts: none>"
    assert few == f"<Accounts: {OTHER} us-east-1, {OTHER} eu-west-1>"
    assert repr(ses_mock.accounts).endswith("111111111112 us-east-1, and 2 more>")


def test_an_arn_contains_its_account_and_region(mocked: SesMock) -> None:
    """The ARN of a resource contains the account and the region that own it."""
    sesv2 = boto3.client("sesv2", region_name="eu-west-1", **KEYS)
    arn = f"arn:aws:ses:eu-west-1:{OTHER}:identity/example.com"
    sesv2.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "shop"}])

    tags = sesv2.list_tags_for_resource(ResourceArn=arn)["Tags"]
    assert tags == [{"Key": "team", "Value": "shop"}]


def test_a_key_can_be_bound_after_its_first_call(mocked: SesMock) -> None:
    """A call belongs to the account that its key is bound to at that time."""
    client = boto3.client("sesv2", aws_access_key_id="AKIANEW", aws_secret_access_key="secret")
    client.get_account()
    mocked.accounts.bind("AKIANEW", OTHER)
    client.get_account()

    assert [call.account_id for call in mocked.calls] == ["123456789012", OTHER]


def test_the_options_set_the_default_account_and_region() -> None:
    """Clients without a region and with an unknown key use the default account and region."""
    with mock_ses(identities=["example.com"], account_id=OTHER, region="eu-west-1") as active:
        send()
        send(boto3.client("sesv2", **KEYS))

    assert {(message.account_id, message.region) for message in active.outbox} == {(OTHER, "eu-west-1")}
    assert active.account is active.accounts[OTHER, "eu-west-1"]


# The last two regions are in other partitions, where hosts and ARNs differ.
@pytest.mark.parametrize("region", [REGION, "eu-west-1", "cn-north-1", "us-gov-west-1"])
def test_the_credentials_of_an_assumed_role_select_its_account(region: str) -> None:
    """Moto's STS provides the account of an assumed role in every partition."""
    with mock_aws(), mock_ses() as active:
        keys = assume_role(region=region)
        client = boto3.client("ses", region_name=region, **keys)
        client.list_identities()
        client.list_identities()

    assert [(call.account_id, call.region) for call in active.calls] == [(OTHER, region)] * 2


def test_moto_can_start_after_a_key_was_used() -> None:
    """The account of an unknown key is looked up again once moto is active."""
    with mock_ses() as active:
        with mock_aws():
            keys = assume_role()
        client = boto3.client("ses", **keys)
        client.list_identities()
        with mock_aws():
            role = boto3.client("ses", **assume_role())
            role.list_identities()
            client.list_identities()
        role.list_identities()

    accounts = [call.account_id for call in active.calls]
    assert accounts == ["123456789012", OTHER, "123456789012", OTHER]


def test_an_unknown_key_belongs_to_the_default_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that moto does not know belongs to the account of ``account_id=``, and is looked up once."""
    calls = []
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_PROFILE", "missing")
    with mock_aws(), mock_ses(account_id=OTHER) as active:
        from moto.sts.models import STSBackend

        original = STSBackend.get_caller_identity
        monkeypatch.setattr(
            STSBackend, "get_caller_identity", lambda *args: calls.append(args) or original(*args)
        )
        client = boto3.client("ses", **KEYS)
        client.list_identities()
        client.list_identities()

    assert [call.account_id for call in active.calls] == [OTHER, OTHER]
    assert len(calls) == 1


def test_a_key_of_motos_iam_belongs_to_its_account() -> None:
    """A key that moto's IAM created belongs to moto's account, even if ``account_id=`` is another one."""
    with mock_aws(), mock_ses(account_id=OTHER) as active:
        iam = boto3.client("iam", region_name=REGION, **KEYS)
        iam.create_user(UserName="ada")
        key = iam.create_access_key(UserName="ada")["AccessKey"]
        client = boto3.client(
            "ses", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]
        )
        client.list_identities()

    assert active.calls[0].account_id == "123456789012"


def test_a_bound_key_is_not_looked_up() -> None:
    """A key that the test has bound is not looked up in STS."""
    with mock_aws(), mock_ses() as active:
        keys = assume_role()
        active.accounts.bind(keys["aws_access_key_id"], "111122223333")
        boto3.client("ses", **keys).list_identities()

    assert active.calls[0].account_id == "111122223333"


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("us-east-1", "a key is an account id and a region"),
        (123456789012, "a key is an account id and a region"),
        (("1234", "us-east-1"), "account_id must be"),
        (("123456789012", "us-east"), "region must be"),
    ],
)
def test_an_invalid_account_key_is_a_key_error(mocked: SesMock, key: Any, reason: str) -> None:
    """A region alone is not a valid key, and an invalid account id creates no account."""
    with pytest.raises(
        KeyError, match=rf"accounts has no \S+.*; write accounts\['123456789012', 'us-east-1'\] \({reason}"
    ):
        mocked.accounts[key]
    with pytest.raises(ValueError, match="account_id must be a string of 12 digits, got '1234'"):
        mocked.accounts.bind("AKIANEWSLETTER", "1234")

    assert len(mocked.accounts) == 0


def test_a_mistyped_attribute_of_an_account_is_an_error(mocked: SesMock) -> None:
    """Setting an attribute with a misspelled name raises an error."""
    with pytest.raises(AttributeError, match="max_send_quota"):
        mocked.account.max_send_quota = 1  # type: ignore[attr-defined]
