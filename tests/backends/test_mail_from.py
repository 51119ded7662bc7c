"""Custom MAIL FROM domains, through the three APIs, and what they do to a send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal
from tests.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_pinpoint_email import PinpointEmailClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client


def set_by(client: Any, domain: str | None, *, rejects: bool = False, identity: str = "example.com") -> None:
    """Set the MAIL FROM domain by any of the three clients."""
    given = {} if domain is None else {"MailFromDomain": domain}
    if client.meta.service_model.service_name == "ses":
        behaviour = "RejectMessage" if rejects else "UseDefaultValue"
        client.set_identity_mail_from_domain(Identity=identity, BehaviorOnMXFailure=behaviour, **given)
    else:
        behaviour = "REJECT_MESSAGE" if rejects else "USE_DEFAULT_VALUE"
        client.put_email_identity_mail_from_attributes(
            EmailIdentity=identity, BehaviorOnMxFailure=behaviour, **given
        )


def by_v1(ses: SESClient, *identities: str) -> Any:
    """Return what v1 shows."""
    return ses.get_identity_mail_from_domain_attributes(Identities=list(identities))[
        "MailFromDomainAttributes"
    ]


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint_email"])
def test_every_api_sets_and_shows_it(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient, api: str
) -> None:
    """Set by one, shown by the others in their spellings; taken away without a domain."""
    client = {"ses": ses, "sesv2": sesv2, "pinpoint_email": pinpoint_email}[api]
    set_by(client, "mail.example.com", rejects=True)
    shown_by_v1 = by_v1(ses, "example.com", "unknown.org")
    shown_by_v2 = sesv2.get_email_identity(EmailIdentity="example.com")["MailFromAttributes"]
    shown_by_pinpoint = pinpoint_email.get_email_identity(EmailIdentity="example.com")["MailFromAttributes"]
    set_by(client, None)

    assert shown_by_v1 == {
        "example.com": {
            "MailFromDomain": "mail.example.com",
            "MailFromDomainStatus": "Success",
            "BehaviorOnMXFailure": "RejectMessage",
        }
    }
    expected = {
        "MailFromDomain": "mail.example.com",
        "MailFromDomainStatus": "SUCCESS",
        "BehaviorOnMxFailure": "REJECT_MESSAGE",
    }
    assert (shown_by_v2, shown_by_pinpoint) == (expected, expected)
    assert by_v1(ses, "example.com") == {"example.com": {"BehaviorOnMXFailure": "UseDefaultValue"}}
    assert sesv2.get_email_identity(EmailIdentity="example.com")["MailFromAttributes"] == {
        "BehaviorOnMxFailure": "USE_DEFAULT_VALUE"
    }


@pytest.mark.parametrize(
    ("identity", "domain", "text"),
    [
        ("x.org", "mail.x.org", "Identity <x.org> does not exist."),
        (
            "example.com",
            "mail.example.org",
            "Provided MAIL-FROM domain <mail.example.org> is not subdomain of the domain of the identity "
            "<example.com>.",
        ),
        (
            "example.com",
            "example.com",
            "Provided MAIL-FROM domain <example.com> is not subdomain of the domain of the identity <example.com>.",
        ),
    ],
)
def test_the_domain_must_suit_the_identity(
    ses: SESClient, sesv2: SESV2Client, identity: str, domain: str, text: str
) -> None:
    """Both APIs say so in the same words."""
    assert refusal(set_by, client=ses, domain=domain, identity=identity) == ("InvalidParameterValue", text)
    assert refusal(set_by, client=sesv2, domain=domain, identity=identity) == ("BadRequestException", text)


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES where nothing is verified by itself."""
    with mock_ses(verification="manual", identities=["example.com"]) as active:
        yield active


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_a_pending_identity_may_have_a_mail_from_domain(manual: SesMock, api: str) -> None:
    """The domain waits for its record beside the identity."""
    boto3.client("ses").verify_domain_identity(Domain="example.org")
    set_by(boto3.client(api), "mail.example.org", identity="example.org")

    assert by_v1(boto3.client("ses"), "example.org")["example.org"]["MailFromDomainStatus"] == "Pending"


def test_a_failed_identity_has_no_new_mail_from_domain(manual: SesMock) -> None:
    """SES says that the parents of the domain are not verified."""
    ses = boto3.client("ses")
    ses.verify_domain_identity(Domain="example.org")
    manual.fail_verification("example.org")

    assert refusal(set_by, client=ses, domain="mail.example.org", identity="example.org") == (
        "InvalidParameterValue",
        "Provided MAIL-FROM domain <mail.example.org> or its parents are not verified for identity <example.org>.",
    )


def test_a_pending_domain_may_reject(manual: SesMock) -> None:
    """RejectMessage refuses until the domain is verified; UseDefaultValue falls back."""
    ses = boto3.client("ses")
    set_by(ses, "mail.example.com")
    fallen_back = send(ses)
    set_by(ses, "mail.example.com", rejects=True)
    pending = by_v1(ses, "example.com")["example.com"]["MailFromDomainStatus"]
    told = refusal(send, client=ses)
    manual.verify("Mail.example.com")

    assert fallen_back
    assert (pending, told[0]) == ("Pending", "MailFromDomainNotVerifiedException")
    assert send(ses)
    assert list(manual.account.identities) == ["example.com"]
    assert len(manual.outbox) == 2


def test_a_default_set_is_set_for_an_identity(mocked: SesMock, sesv2: SESV2Client) -> None:
    """Identity and set must exist; without a name it is taken away."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    put = sesv2.put_email_identity_configuration_set_attributes
    put(EmailIdentity="example.com", ConfigurationSetName="news")
    first = mocked.account.identities["example.com"].default_configuration_set
    put(EmailIdentity="example.com")

    assert (first, mocked.account.identities["example.com"].default_configuration_set) == ("news", None)
    assert refusal(put, EmailIdentity="x.org") == ("NotFoundException", "Identity <x.org> does not exist.")
    assert refusal(put, EmailIdentity="example.com", ConfigurationSetName="x") == (
        "NotFoundException",
        "Configuration set <x> does not exist.",
    )
