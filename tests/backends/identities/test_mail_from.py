"""Custom MAIL FROM domains in the three APIs, and their effect on sends."""

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


def set_mail_from(
    client: Any, domain: str | None, *, rejects: bool = False, identity: str = "example.com"
) -> None:
    """Set the MAIL FROM domain with any of the three clients."""
    option = {} if domain is None else {"MailFromDomain": domain}
    if client.meta.service_model.service_name == "ses":
        behavior = "RejectMessage" if rejects else "UseDefaultValue"
        client.set_identity_mail_from_domain(Identity=identity, BehaviorOnMXFailure=behavior, **option)
    else:
        behavior = "REJECT_MESSAGE" if rejects else "USE_DEFAULT_VALUE"
        client.put_email_identity_mail_from_attributes(
            EmailIdentity=identity, BehaviorOnMxFailure=behavior, **option
        )


def read_by_v1(ses: SESClient, *identities: str) -> Any:
    """Return the MAIL FROM attributes of identities in v1."""
    return ses.get_identity_mail_from_domain_attributes(Identities=list(identities))[
        "MailFromDomainAttributes"
    ]


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint_email"])
def test_every_api_sets_and_shows_the_domain(
    ses: SESClient, sesv2: SESV2Client, pinpoint_email: PinpointEmailClient, api: str
) -> None:
    """Every API shows the MAIL FROM domain in its own spelling; a request without a domain removes it."""
    client = {"ses": ses, "sesv2": sesv2, "pinpoint_email": pinpoint_email}[api]
    set_mail_from(client, "mail.example.com", rejects=True)
    v1_attributes = read_by_v1(ses, "example.com", "unknown.org")
    v2_attributes = sesv2.get_email_identity(EmailIdentity="example.com")["MailFromAttributes"]
    pinpoint_attributes = pinpoint_email.get_email_identity(EmailIdentity="example.com")["MailFromAttributes"]
    set_mail_from(client, None)

    assert v1_attributes == {
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
    assert (v2_attributes, pinpoint_attributes) == (expected, expected)
    assert read_by_v1(ses, "example.com") == {"example.com": {"BehaviorOnMXFailure": "UseDefaultValue"}}
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
    """Both APIs refuse an unsuitable MAIL FROM domain with the same text."""
    assert refusal(set_mail_from, client=ses, domain=domain, identity=identity) == (
        "InvalidParameterValue",
        text,
    )
    assert refusal(set_mail_from, client=sesv2, domain=domain, identity=identity) == (
        "BadRequestException",
        text,
    )


@pytest.fixture
def manual() -> Iterator[SesMock]:
    """Mock SES with manual verification."""
    with mock_ses(verification="manual", identities=["example.com"]) as active:
        yield active


@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
def test_a_pending_identity_can_have_a_mail_from_domain(manual: SesMock, api: str) -> None:
    """The MAIL FROM domain of a pending identity is also pending."""
    boto3.client("ses").verify_domain_identity(Domain="example.org")
    set_mail_from(boto3.client(api), "mail.example.org", identity="example.org")

    assert read_by_v1(boto3.client("ses"), "example.org")["example.org"]["MailFromDomainStatus"] == "Pending"


def test_a_failed_identity_cannot_have_a_new_mail_from_domain(manual: SesMock) -> None:
    """SES refuses a MAIL FROM domain for a failed identity."""
    ses = boto3.client("ses")
    ses.verify_domain_identity(Domain="example.org")
    manual.fail_verification("example.org")

    assert refusal(set_mail_from, client=ses, domain="mail.example.org", identity="example.org") == (
        "InvalidParameterValue",
        "Provided MAIL-FROM domain <mail.example.org> or its parents are not verified for identity <example.org>.",
    )


def test_a_name_fails_in_both_of_its_roles(mocked: SesMock) -> None:
    """A domain that is an identity and a MAIL FROM domain fails as both."""
    ses = boto3.client("ses")
    for name in ("example.org", "mail.example.org"):
        ses.verify_domain_identity(Domain=name)
    set_mail_from(ses, "mail.example.org", identity="example.org")
    mocked.fail_verification("mail.example.org")
    attributes = ses.get_identity_verification_attributes(Identities=["mail.example.org"])

    assert attributes["VerificationAttributes"]["mail.example.org"]["VerificationStatus"] == "Failed"
    assert read_by_v1(ses, "example.org")["example.org"]["MailFromDomainStatus"] == "Failed"


def test_a_pending_domain_can_reject_mail(manual: SesMock) -> None:
    """With RejectMessage, mail is refused until the domain is verified; with UseDefaultValue, it is sent."""
    ses = boto3.client("ses")
    set_mail_from(ses, "mail.example.com")
    sent_by_default = send(ses)
    set_mail_from(ses, "mail.example.com", rejects=True)
    pending = read_by_v1(ses, "example.com")["example.com"]["MailFromDomainStatus"]
    error = refusal(send, client=ses)
    manual.verify("Mail.example.com")

    assert sent_by_default
    assert (pending, error[0]) == ("Pending", "MailFromDomainNotVerifiedException")
    assert send(ses)
    assert list(manual.account.identities) == ["example.com"]
    assert len(manual.outbox) == 2


def test_an_identity_can_have_a_default_set(mocked: SesMock, sesv2: SESV2Client) -> None:
    """An existing set can be the default of an existing identity; a request without a set removes the default."""
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
