"""SMTP credentials, and the accounts that they belong to."""

from __future__ import annotations

import base64
import re
import smtplib
from typing import Any

import pytest
from moto import mock_aws

from sesmock import mock_ses, smtp_password
from tests.smtp_clients import HOST, build_mail, connect


@pytest.mark.parametrize(
    ("region", "secret", "password"),
    [
        ("eu-central-1", "some+secret+key", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"),
        ("us-west-1", "some+secret+key", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"),
    ],
)
def test_a_password_is_derived_from_a_secret_key(region: str, secret: str, password: str) -> None:
    """A derived password is the one in the tests of Terraform's AWS provider."""
    assert smtp_password(secret, region) == password


@pytest.mark.parametrize(
    ("secret", "region", "error", "text"),
    [
        (None, "us-east-1", TypeError, "secret_access_key must be a string, got NoneType"),
        (b"secret", "us-east-1", TypeError, "secret_access_key must be a string, got bytes"),
        ("", "us-east-1", ValueError, "secret_access_key must not be empty"),
        ("secret", None, ValueError, "region must be a string such as 'us-east-1', got None"),
        ("secret", "us-east", ValueError, "got 'us-east'; did you mean 'us-east-1'?"),
    ],
)
def test_a_password_needs_a_secret_key_and_a_region(
    secret: Any, region: Any, error: type[Exception], text: str
) -> None:
    """A secret key or region that is missing, as from an unset environment variable, or invalid raises an error."""
    with pytest.raises(error, match=re.escape(text)):
        smtp_password(secret, region)


@pytest.mark.parametrize("password", ["old", "new"])
def test_a_user_can_have_two_passwords(password: str) -> None:
    """A user can sign in with each of several passwords, as during a rotation of keys."""
    with (
        mock_ses(smtp_credentials=["AKIASHOP:old", "AKIASHOP:new"]),
        connect(user="AKIASHOP", password=password) as client,
    ):
        assert client.noop() == (250, b"Ok")


@pytest.mark.parametrize("user", ["line\nbreak", "\N{LATIN SMALL LETTER U WITH DIAERESIS}", "a b", ""])
@mock_aws
def test_a_user_can_have_any_name_along_with_moto(user: str) -> None:
    """A user whose name is not in the format of an access key belongs to the default account, even with moto."""
    token = base64.b64encode(f"\0{user}\0password".encode()).decode()
    with mock_ses(identities=["example.com"]) as ses_mock, smtplib.SMTP_SSL(HOST) as client:
        assert client.docmd("AUTH", f"PLAIN {token}") == (235, b"Authentication successful.")
        client.send_message(build_mail())

        assert ses_mock.outbox.one().account_id == "123456789012"


def test_anybody_can_sign_in_by_default() -> None:
    """Without credentials in the options, any user can sign in with any password."""
    with mock_ses(), connect(user="anybody", password="anything") as client:
        assert client.noop() == (250, b"Ok")


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("AKIASHOP", "secret:key"),
        ("AKIASHOP", smtp_password("secret:key", "us-east-1")),
        ("AKIANEWS", "other"),
    ],
)
def test_users_with_credentials_can_sign_in(user: str, password: str) -> None:
    """A user can sign in with the password of a pair, or with the SMTP password that is derived from it."""
    with (
        mock_ses(smtp_credentials=["AKIASHOP:secret:key", "AKIANEWS:other"]),
        connect(user=user, password=password) as client,
    ):
        assert client.noop() == (250, b"Ok")


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("AKIASHOP", "other"),
        ("AKIAOTHER", "secret"),
        ("AKIASHOP", smtp_password("secret", "eu-west-1")),
    ],
)
def test_other_users_cannot_sign_in(user: str, password: str) -> None:
    """A user cannot sign in with another password, another user's password or another region's password."""
    with (
        mock_ses(smtp_credentials="AKIASHOP:secret"),
        smtplib.SMTP_SSL(HOST) as client,
        pytest.raises(smtplib.SMTPAuthenticationError) as caught,
    ):
        client.login(user, password)

    assert (caught.value.smtp_code, caught.value.smtp_error) == (535, b"Authentication Credentials Invalid")


@pytest.mark.parametrize("pair", ["AKIASHOP", "AKIASHOP:", ":secret"])
def test_a_pair_has_a_user_and_a_password(pair: str) -> None:
    """A pair without a user or a password raises an error that does not show the pair, which may contain a secret."""
    with pytest.raises(ValueError, match="'USER:PASSWORD', got a different form at position 2") as caught:
        mock_ses(smtp_credentials=["AKIANEWS:other", pair])

    assert "AKIASHOP" not in str(caught.value)
    assert ":secret" not in str(caught.value)


def test_a_user_sends_from_the_account_of_its_key() -> None:
    """Mail belongs to the account of the user name, which is an access key id."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.accounts.bind("AKIANEWS", "210987654321")
        for user in ("AKIANEWS", "AKIASHOP"):
            with connect(user=user) as client:
                client.send_message(build_mail())

        assert [message.account_id for message in ses_mock.outbox] == ["210987654321", "123456789012"]
