"""The tests of the sign-up service."""

from __future__ import annotations

import re

import pytest

from examples.signup.service import STAFF, MailNotAccepted, SignupService
from sesmock import current, mock_ses


@mock_ses(identities=["example.com"])
def test_a_new_user_can_confirm() -> None:
    """A new user confirms with the link in the mail."""
    service = SignupService()
    service.sign_up("ada@example.net", "Ada")

    message = current().outbox.one(to="ada@example.net", subject="Welcome, Ada", html="/confirm/")
    token = re.search(r"/confirm/([\w-]+)", message.text or "")
    assert token is not None
    assert service.confirm(token[1]) == "ada@example.net"


def test_the_staff_gets_a_notice() -> None:
    """The staff gets a notice of each sign-up, sent by SES v1."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        SignupService().sign_up("ada@example.net", "Ada")

    assert ses_mock.outbox.one(to=STAFF).text == "Ada <ada@example.net> signed up"


@mock_ses
def test_a_rejected_confirmation_signs_nobody_up() -> None:
    """Without a verified sender SES refuses the mail, and the user gets an error."""
    service = SignupService()
    with pytest.raises(MailNotAccepted):
        service.sign_up("ada@example.net", "Ada")

    assert service.waiting == {}
    assert [call.error.code for call in current().rejected if call.error] == ["MessageRejected"]
