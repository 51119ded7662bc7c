"""One state of identities: made, read, changed and deleted through every API, names and spellings mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = Callable[[str], Any]
    Read = Callable[[str], Any]

APIS = ("ses", "sesv2", "pinpoint-email")
DOMAIN, ADDRESS = "example.org", "ada@example.net"
OWN_KEY: Any = {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "TUlJQ1hB"}


@pytest.fixture(autouse=True)
def mocked() -> Iterator[SesMock]:
    """Mock SES where nothing is verified by itself."""
    with mock_ses(verification="manual", retry_sleep=False) as active:
        yield active


def v1() -> Any:
    """Return a client of SES v1."""
    return boto3.client("ses")


def v2() -> Any:
    """Return a client of SES v2."""
    return boto3.client("sesv2")


def pinpoint() -> Any:
    """Return a client of Pinpoint Email."""
    return boto3.client("pinpoint-email")


def by_v1(operation: str, map_name: str, name: str) -> Any:
    """Return the attributes of an identity that an operation of v1 shows, None if it shows none."""
    return getattr(v1(), operation)(Identities=[name])[map_name].get(name)


def verification_by_v1(name: str) -> Any:
    """Return what v1 shows of the verification of an identity."""
    return by_v1("get_identity_verification_attributes", "VerificationAttributes", name)


def dkim_by_v1(name: str) -> Any:
    """Return what v1 shows of the DKIM of an identity."""
    return by_v1("get_identity_dkim_attributes", "DkimAttributes", name)


def mail_from_by_v1(name: str) -> Any:
    """Return what v1 shows of the MAIL FROM domain of an identity."""
    return by_v1("get_identity_mail_from_domain_attributes", "MailFromDomainAttributes", name)


def notifications_by_v1(name: str) -> Any:
    """Return what v1 shows of the notifications about an identity."""
    return by_v1("get_identity_notification_attributes", "NotificationAttributes", name)


def by_v2(name: str) -> Any:
    """Return what v2 shows of an identity."""
    return v2().get_email_identity(EmailIdentity=name)


def by_pinpoint(name: str) -> Any:
    """Return what Pinpoint Email shows of an identity."""
    return pinpoint().get_email_identity(EmailIdentity=name)


# Creation and deletion: every way to make an identity, with the kind that it makes.
CREATIONS: list[tuple[str, Callable[[], Any], str]] = [
    ("VerifyEmailIdentity", lambda: v1().verify_email_identity(EmailAddress=ADDRESS), ADDRESS),
    ("VerifyEmailAddress", lambda: v1().verify_email_address(EmailAddress=ADDRESS), ADDRESS),
    ("VerifyDomainIdentity", lambda: v1().verify_domain_identity(Domain=DOMAIN), DOMAIN),
    ("VerifyDomainDkim", lambda: v1().verify_domain_dkim(Domain=DOMAIN), DOMAIN),
    ("v2 address", lambda: v2().create_email_identity(EmailIdentity=ADDRESS), ADDRESS),
    ("v2 domain", lambda: v2().create_email_identity(EmailIdentity=DOMAIN), DOMAIN),
    ("Pinpoint address", lambda: pinpoint().create_email_identity(EmailIdentity=ADDRESS), ADDRESS),
    ("Pinpoint domain", lambda: pinpoint().create_email_identity(EmailIdentity=DOMAIN), DOMAIN),
]
DELETIONS: list[tuple[str, Change]] = [
    ("DeleteIdentity", lambda name: v1().delete_identity(Identity=name)),
    ("v2", lambda name: v2().delete_email_identity(EmailIdentity=name)),
    ("Pinpoint", lambda name: pinpoint().delete_email_identity(EmailIdentity=name)),
]


@pytest.mark.parametrize("create", [row[1:] for row in CREATIONS], ids=[row[0] for row in CREATIONS])
@pytest.mark.parametrize("delete", [row[1] for row in DELETIONS], ids=[row[0] for row in DELETIONS])
def test_every_api_sees_an_identity_come_and_go(
    create: tuple[Callable[[], Any], str], delete: Change
) -> None:
    """Made by one it is listed and shown by all, in their spellings; deleted by another it is gone from all."""
    make, name = create
    make()
    kind, old_kind = ("EMAIL_ADDRESS", "EmailAddress") if "@" in name else ("DOMAIN", "Domain")
    of_v1 = v1().list_identities(IdentityType=old_kind)["Identities"]
    of_v2 = v2().list_email_identities(Filter={"IDENTITY_TYPE": kind})["EmailIdentities"]
    of_pinpoint = pinpoint().list_email_identities()["EmailIdentities"]
    entry = {"IdentityType": kind, "IdentityName": name, "SendingEnabled": False}

    assert (of_v1, of_v2, of_pinpoint) == ([name], [{**entry, "VerificationStatus": "PENDING"}], [entry])
    assert verification_by_v1(name)["VerificationStatus"] == "Pending"
    assert (by_v2(name)["VerificationStatus"], by_v2(name)["IdentityType"]) == ("PENDING", kind)
    assert (by_pinpoint(name)["VerifiedForSendingStatus"], by_pinpoint(name)["IdentityType"]) == (False, kind)

    delete(name)

    assert v1().list_identities()["Identities"] == []
    assert verification_by_v1(name) is None
    assert refusal(by_v2, name=name) == refusal(by_pinpoint, name=name)
    assert refusal(by_v2, name=name) == ("NotFoundException", f"Email identity {name} does not exist.")


@pytest.mark.parametrize("create", [row[1:] for row in CREATIONS], ids=[row[0] for row in CREATIONS])
def test_what_one_registered_the_others_find_taken_or_go_on_with(
    create: tuple[Callable[[], Any], str],
) -> None:
    """V1 verifies it again, Pinpoint returns it, v2 refuses it."""
    make, name = create
    make()
    if "@" in name:
        v1().verify_email_identity(EmailAddress=name)
    else:
        v1().verify_domain_identity(Domain=name)
        v1().verify_domain_dkim(Domain=name)
    again = pinpoint().create_email_identity(EmailIdentity=name)

    assert again["VerifiedForSendingStatus"] is False
    assert refusal(v2().create_email_identity, EmailIdentity=name) == (
        "AlreadyExistsException",
        f"Email identity {name} already exist.",
    )
    assert v1().list_identities()["Identities"] == [name]


# Settings: how each API changes one, and what each shows then. Read functions of an API that does not show it are
# left out.
class Setting:
    """A setting of a domain: the changes and what they lead to, the readers and the value before."""

    def __init__(self, changes: dict[str, Change], readers: dict[str, Read], after: dict[str, Any]) -> None:
        self.changes = changes
        self.readers = readers
        self.after = after

    def shown(self) -> dict[str, Any]:
        """Return what each API shows."""
        return {api: read(DOMAIN) for api, read in self.readers.items()}


def put_v2(operation: str, **given: Any) -> Change:
    """Return a change by v2."""
    return lambda name: getattr(v2(), operation)(EmailIdentity=name, **given)


def put_pinpoint(operation: str, **given: Any) -> Change:
    """Return a change by Pinpoint Email."""
    return lambda name: getattr(pinpoint(), operation)(EmailIdentity=name, **given)


DKIM_READERS: dict[str, Read] = {
    "ses": lambda name: dkim_by_v1(name)["DkimEnabled"],
    "sesv2": lambda name: by_v2(name)["DkimAttributes"]["SigningEnabled"],
    "pinpoint-email": lambda name: by_pinpoint(name)["DkimAttributes"]["SigningEnabled"],
}
FORWARDING_READERS: dict[str, Read] = {
    "ses": lambda name: notifications_by_v1(name)["ForwardingEnabled"],
    "sesv2": lambda name: by_v2(name)["FeedbackForwardingStatus"],
    "pinpoint-email": lambda name: by_pinpoint(name)["FeedbackForwardingStatus"],
}
TOKEN_READERS: dict[str, Read] = {
    "ses": lambda name: dkim_by_v1(name)["DkimTokens"],
    "sesv2": lambda name: by_v2(name)["DkimAttributes"]["Tokens"],
    "pinpoint-email": lambda name: by_pinpoint(name)["DkimAttributes"]["Tokens"],
}
MAIL_FROM_READERS: dict[str, Read] = {
    "ses": mail_from_by_v1,
    "sesv2": lambda name: by_v2(name)["MailFromAttributes"],
    "pinpoint-email": lambda name: by_pinpoint(name)["MailFromAttributes"],
}
MAIL_FROM = "mail.example.org"
REJECTING = {
    "MailFromDomain": MAIL_FROM,
    "MailFromDomainStatus": "PENDING",
    "BehaviorOnMxFailure": "REJECT_MESSAGE",
}


def forward_no_more_by_v1(name: str) -> None:
    """Switch forwarding off by v1, which wants topics for it."""
    for kind in ("Bounce", "Complaint"):
        topic = "arn:aws:sns:us-east-1:123456789012:feedback"
        v1().set_identity_notification_topic(Identity=name, NotificationType=kind, SnsTopic=topic)
    v1().set_identity_feedback_forwarding_enabled(Identity=name, ForwardingEnabled=False)


SETTINGS = {
    "DKIM signing": Setting(
        {
            "ses": lambda name: v1().set_identity_dkim_enabled(Identity=name, DkimEnabled=False),
            "sesv2": put_v2("put_email_identity_dkim_attributes", SigningEnabled=False),
            "pinpoint-email": put_pinpoint("put_email_identity_dkim_attributes", SigningEnabled=False),
        },
        DKIM_READERS,
        dict.fromkeys(APIS, False),
    ),
    "own DKIM key": Setting(
        {
            "sesv2": put_v2(
                "put_email_identity_dkim_signing_attributes",
                SigningAttributesOrigin="EXTERNAL",
                SigningAttributes=OWN_KEY,
            )
        },
        TOKEN_READERS,
        {api: ["s1"] for api in APIS},
    ),
    "feedback forwarding": Setting(
        {
            "ses": forward_no_more_by_v1,
            "sesv2": put_v2("put_email_identity_feedback_attributes", EmailForwardingEnabled=False),
            "pinpoint-email": put_pinpoint(
                "put_email_identity_feedback_attributes", EmailForwardingEnabled=False
            ),
        },
        FORWARDING_READERS,
        dict.fromkeys(APIS, False),
    ),
    "MAIL FROM": Setting(
        {
            "ses": lambda name: v1().set_identity_mail_from_domain(
                Identity=name, MailFromDomain=MAIL_FROM, BehaviorOnMXFailure="RejectMessage"
            ),
            "sesv2": put_v2(
                "put_email_identity_mail_from_attributes",
                MailFromDomain=MAIL_FROM,
                BehaviorOnMxFailure="REJECT_MESSAGE",
            ),
            "pinpoint-email": put_pinpoint(
                "put_email_identity_mail_from_attributes",
                MailFromDomain=MAIL_FROM,
                BehaviorOnMxFailure="REJECT_MESSAGE",
            ),
        },
        MAIL_FROM_READERS,
        {
            "ses": {
                "MailFromDomain": MAIL_FROM,
                "MailFromDomainStatus": "Pending",
                "BehaviorOnMXFailure": "RejectMessage",
            },
            "sesv2": REJECTING,
            "pinpoint-email": REJECTING,
        },
    ),
}
ROWS = [(name, api) for name, setting in SETTINGS.items() for api in setting.changes]


@pytest.mark.parametrize("creator", [row[1] for row in CREATIONS if row[2] == DOMAIN][1:])
@pytest.mark.parametrize(("name", "api"), ROWS)
def test_every_api_sees_what_one_has_set(
    mocked: SesMock, creator: Callable[[], Any], name: str, api: str
) -> None:
    """Set by any on an identity that any has made; gone when the identity is made anew."""
    setting = SETTINGS[name]
    creator()
    mocked.verify(DOMAIN)
    fresh = setting.shown()
    setting.changes[api](DOMAIN)
    changed = setting.shown()
    v1().delete_identity(Identity=DOMAIN)
    creator()

    assert changed == setting.after
    assert all(fresh[reader] != changed[reader] for reader in changed)
    assert setting.shown() == fresh


STATUSES = [
    ("NotStarted", "NOT_STARTED", None),
    ("Pending", "PENDING", None),
    ("Success", "SUCCESS", lambda mocked: mocked.verify(DOMAIN)),
    ("Failed", "FAILED", lambda mocked: mocked.fail_verification(DOMAIN)),
    (
        "TemporaryFailure",
        "TEMPORARY_FAILURE",
        lambda mocked: mocked.fail_verification(DOMAIN, temporary=True),
    ),
]


@pytest.mark.parametrize(("old", "new", "settle"), STATUSES, ids=[row[0] for row in STATUSES])
def test_each_status_has_two_spellings(
    mocked: SesMock, old: str, new: str, settle: Callable[[SesMock], None] | None
) -> None:
    """V1 writes it its own way, of DKIM and of the identity."""
    if new == "NOT_STARTED":
        v1().verify_domain_identity(Domain=DOMAIN)  # which starts no DKIM
    else:
        v2().create_email_identity(EmailIdentity=DOMAIN)
    if settle is not None:
        settle(mocked)

    assert dkim_by_v1(DOMAIN)["DkimVerificationStatus"] == old
    assert by_v2(DOMAIN)["DkimAttributes"]["Status"] == new
    assert by_pinpoint(DOMAIN)["DkimAttributes"]["Status"] == new
    if new != "NOT_STARTED":
        assert (verification_by_v1(DOMAIN)["VerificationStatus"], by_v2(DOMAIN)["VerificationStatus"]) == (
            old,
            new,
        )


def test_pinpoint_shows_nothing_that_its_model_lacks(mocked: SesMock) -> None:
    """Of an identity that v2 made with all that it can; what is not shown acts on sends all the same."""
    v2().create_configuration_set(ConfigurationSetName="news")
    v2().create_email_identity(
        EmailIdentity=DOMAIN,
        Tags=[{"Key": "team", "Value": "shop"}],
        DkimSigningAttributes=OWN_KEY,
        ConfigurationSetName="news",
    )
    mocked.verify(DOMAIN)
    shown = by_pinpoint(DOMAIN)
    del shown["ResponseMetadata"]
    content: Any = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
    pinpoint().send_email(
        FromEmailAddress=f"ada@{DOMAIN}", Destination={"ToAddresses": ["bob@example.com"]}, Content=content
    )

    assert shown == {
        "IdentityType": "DOMAIN",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": True,
        "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["s1"]},
        "MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    assert mocked.outbox[0].configuration_set == "news"


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_tags_are_of_the_identity_that_is_made(api: str) -> None:
    """Bad tags are refused before anything is registered; tags of one that Pinpoint finds stay as they are."""
    client: Any = boto3.client(api)
    told = refusal(
        client.create_email_identity, EmailIdentity=DOMAIN, Tags=[{"Key": "aws:team", "Value": "shop"}]
    )
    empty = v1().list_identities()["Identities"]
    client.create_email_identity(EmailIdentity=DOMAIN, Tags=[{"Key": "team", "Value": "shop"}])
    pinpoint().create_email_identity(EmailIdentity=DOMAIN, Tags=[{"Key": "team", "Value": "other"}])

    assert (told[0], empty) == ("BadRequestException", [])
    assert by_v2(DOMAIN)["Tags"] == by_pinpoint(DOMAIN)["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_v2_checks_in_the_order_of_ses() -> None:
    """The name, whether it is there, its tags, how it is signed, then the configuration set."""
    create = v2().create_email_identity
    bad: dict[str, Any] = {
        "Tags": [{"Key": "aws:team", "Value": "shop"}],
        "DkimSigningAttributes": {"DomainSigningSelector": "s1"},
        "ConfigurationSetName": "gone",
    }
    create(EmailIdentity="example.net")
    told = [
        refusal(create, EmailIdentity=name, **{key: bad[key] for key in keys})[1]
        for name, keys in [
            ("x", list(bad)),
            ("example.net", list(bad)),
            (DOMAIN, list(bad)),
            (DOMAIN, list(bad)[1:]),
            (DOMAIN, list(bad)[2:]),
        ]
    ]

    assert told == [
        "Invalid domain name x.",
        "Email identity example.net already exist.",
        refusal(create, EmailIdentity=DOMAIN, Tags=bad["Tags"])[1],
        "DomainSigningSelector and DomainSigningPrivateKey must be specified together.",
        "Configuration set <gone> does not exist.",
    ]
    assert v1().list_identities()["Identities"] == ["example.net"]


def test_a_fresh_address_as_the_command_line_shows_it() -> None:
    """What was recorded from SES, member by member."""
    created = v2().create_email_identity(EmailIdentity=ADDRESS)
    del created["ResponseMetadata"]
    shown = by_v2(ADDRESS)
    del shown["ResponseMetadata"]

    assert created == {"IdentityType": "EMAIL_ADDRESS", "VerifiedForSendingStatus": False}
    assert shown == {
        "IdentityType": "EMAIL_ADDRESS",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": False,
        "DkimAttributes": {
            "SigningEnabled": False,
            "Status": "NOT_STARTED",
            "SigningAttributesOrigin": "AWS_SES",
            "NextSigningKeyLength": "RSA_1024_BIT",
        },
        "MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
        "Policies": {},
        "Tags": [],
        "VerificationStatus": "PENDING",
        "VerificationInfo": {},
    }
