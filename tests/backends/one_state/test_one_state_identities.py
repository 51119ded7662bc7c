"""All APIs share identities: every API creates, reads, changes and deletes them, in its own spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from sesmock import SesMock, mock_ses
from tests.clients import shared_client
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
    """Mock SES with manual verification."""
    with mock_ses(verification="manual", retry_sleep=False) as active:
        yield active


def v1() -> Any:
    """Return an SES v1 client."""
    return shared_client("ses")


def v2() -> Any:
    """Return an SES v2 client."""
    return shared_client("sesv2")


def pinpoint() -> Any:
    """Return a Pinpoint Email client."""
    return shared_client("pinpoint-email")


def read_by_v1(operation: str, map_name: str, name: str) -> Any:
    """Return the attributes of an identity from an operation of v1, or None if it has none."""
    return getattr(v1(), operation)(Identities=[name])[map_name].get(name)


def read_verification_by_v1(name: str) -> Any:
    """Return the verification attributes of an identity in v1."""
    return read_by_v1("get_identity_verification_attributes", "VerificationAttributes", name)


def read_dkim_by_v1(name: str) -> Any:
    """Return the DKIM attributes of an identity in v1."""
    return read_by_v1("get_identity_dkim_attributes", "DkimAttributes", name)


def read_mail_from_by_v1(name: str) -> Any:
    """Return the MAIL FROM attributes of an identity in v1."""
    return read_by_v1("get_identity_mail_from_domain_attributes", "MailFromDomainAttributes", name)


def read_notifications_by_v1(name: str) -> Any:
    """Return the notification attributes of an identity in v1."""
    return read_by_v1("get_identity_notification_attributes", "NotificationAttributes", name)


def read_by_v2(name: str) -> Any:
    """Return an identity as v2 shows it."""
    return v2().get_email_identity(EmailIdentity=name)


def read_by_pinpoint(name: str) -> Any:
    """Return an identity as Pinpoint Email shows it."""
    return pinpoint().get_email_identity(EmailIdentity=name)


# Creation and deletion: every operation that creates an identity, with the name of that identity.
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
def test_every_api_sees_creation_and_deletion(create: tuple[Callable[[], Any], str], delete: Change) -> None:
    """Every API lists and shows an identity that any API created, until any API deletes it."""
    make, name = create
    make()
    kind, old_kind = ("EMAIL_ADDRESS", "EmailAddress") if "@" in name else ("DOMAIN", "Domain")
    v1_identities = v1().list_identities(IdentityType=old_kind)["Identities"]
    v2_identities = v2().list_email_identities(Filter={"IDENTITY_TYPE": kind})["EmailIdentities"]
    pinpoint_identities = pinpoint().list_email_identities()["EmailIdentities"]
    entry = {"IdentityType": kind, "IdentityName": name, "SendingEnabled": False}

    assert (v1_identities, v2_identities, pinpoint_identities) == (
        [name],
        [{**entry, "VerificationStatus": "PENDING"}],
        [entry],
    )
    assert read_verification_by_v1(name)["VerificationStatus"] == "Pending"
    assert (read_by_v2(name)["VerificationStatus"], read_by_v2(name)["IdentityType"]) == ("PENDING", kind)
    assert (read_by_pinpoint(name)["VerifiedForSendingStatus"], read_by_pinpoint(name)["IdentityType"]) == (
        False,
        kind,
    )

    delete(name)

    assert v1().list_identities()["Identities"] == []
    assert read_verification_by_v1(name) is None
    assert refusal(read_by_v2, name=name) == refusal(read_by_pinpoint, name=name)
    assert refusal(read_by_v2, name=name) == ("NotFoundException", f"Email identity {name} does not exist.")


@pytest.mark.parametrize("create", [row[1:] for row in CREATIONS], ids=[row[0] for row in CREATIONS])
def test_an_existing_identity_can_be_verified_again(
    create: tuple[Callable[[], Any], str],
) -> None:
    """v1 can verify an existing identity again, Pinpoint Email returns it, and v2 refuses to create it."""
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


# Settings: how each API changes a setting, and what each API shows afterward. An API that does not show a
# setting has no reader.
class Setting:
    """A setting of a domain: its changes and readers by API, and the values after a change."""

    def __init__(self, changes: dict[str, Change], readers: dict[str, Read], after: dict[str, Any]) -> None:
        self.changes = changes
        self.readers = readers
        self.after = after

    def read_all(self) -> dict[str, Any]:
        """Return what each API shows."""
        return {api: read(DOMAIN) for api, read in self.readers.items()}


def put_v2(operation: str, **parameters: Any) -> Change:
    """Return a change with v2."""
    return lambda name: getattr(v2(), operation)(EmailIdentity=name, **parameters)


def put_pinpoint(operation: str, **parameters: Any) -> Change:
    """Return a change with Pinpoint Email."""
    return lambda name: getattr(pinpoint(), operation)(EmailIdentity=name, **parameters)


DKIM_READERS: dict[str, Read] = {
    "ses": lambda name: read_dkim_by_v1(name)["DkimEnabled"],
    "sesv2": lambda name: read_by_v2(name)["DkimAttributes"]["SigningEnabled"],
    "pinpoint-email": lambda name: read_by_pinpoint(name)["DkimAttributes"]["SigningEnabled"],
}
FORWARDING_READERS: dict[str, Read] = {
    "ses": lambda name: read_notifications_by_v1(name)["ForwardingEnabled"],
    "sesv2": lambda name: read_by_v2(name)["FeedbackForwardingStatus"],
    "pinpoint-email": lambda name: read_by_pinpoint(name)["FeedbackForwardingStatus"],
}
TOKEN_READERS: dict[str, Read] = {
    "ses": lambda name: read_dkim_by_v1(name)["DkimTokens"],
    "sesv2": lambda name: read_by_v2(name)["DkimAttributes"]["Tokens"],
    "pinpoint-email": lambda name: read_by_pinpoint(name)["DkimAttributes"]["Tokens"],
}
MAIL_FROM_READERS: dict[str, Read] = {
    "ses": read_mail_from_by_v1,
    "sesv2": lambda name: read_by_v2(name)["MailFromAttributes"],
    "pinpoint-email": lambda name: read_by_pinpoint(name)["MailFromAttributes"],
}
MAIL_FROM = "mail.example.org"
REJECTING = {
    "MailFromDomain": MAIL_FROM,
    "MailFromDomainStatus": "PENDING",
    "BehaviorOnMxFailure": "REJECT_MESSAGE",
}


def disable_forwarding_by_v1(name: str) -> None:
    """Disable forwarding with v1, which requires topics."""
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
    "BYODKIM key": Setting(
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
            "ses": disable_forwarding_by_v1,
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
def test_every_api_sees_a_changed_setting(
    mocked: SesMock, creator: Callable[[], Any], name: str, api: str
) -> None:
    """Every API shows a setting that any API changes, and a re-created identity has the default."""
    setting = SETTINGS[name]
    creator()
    mocked.verify(DOMAIN)
    fresh = setting.read_all()
    setting.changes[api](DOMAIN)
    changed = setting.read_all()
    v1().delete_identity(Identity=DOMAIN)
    creator()

    assert changed == setting.after
    assert all(fresh[reader] != changed[reader] for reader in changed)
    assert setting.read_all() == fresh


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
    """v1 spells the statuses of DKIM and of identities differently from v2."""
    if new == "NOT_STARTED":
        v1().verify_domain_identity(Domain=DOMAIN)  # VerifyDomainIdentity does not start DKIM.
    else:
        v2().create_email_identity(EmailIdentity=DOMAIN)
    if settle is not None:
        settle(mocked)

    assert read_dkim_by_v1(DOMAIN)["DkimVerificationStatus"] == old
    assert read_by_v2(DOMAIN)["DkimAttributes"]["Status"] == new
    assert read_by_pinpoint(DOMAIN)["DkimAttributes"]["Status"] == new
    if new != "NOT_STARTED":
        assert (
            read_verification_by_v1(DOMAIN)["VerificationStatus"],
            read_by_v2(DOMAIN)["VerificationStatus"],
        ) == (
            old,
            new,
        )


def test_pinpoint_shows_only_members_of_its_model(mocked: SesMock) -> None:
    """Pinpoint Email omits attributes that only v2 has, but they still affect its sends."""
    v2().create_configuration_set(ConfigurationSetName="news")
    v2().create_email_identity(
        EmailIdentity=DOMAIN,
        Tags=[{"Key": "team", "Value": "shop"}],
        DkimSigningAttributes=OWN_KEY,
        ConfigurationSetName="news",
    )
    mocked.verify(DOMAIN)
    response = read_by_pinpoint(DOMAIN)
    del response["ResponseMetadata"]
    content: Any = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}}
    pinpoint().send_email(
        FromEmailAddress=f"ada@{DOMAIN}", Destination={"ToAddresses": ["bob@example.com"]}, Content=content
    )

    assert response == {
        "IdentityType": "DOMAIN",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": True,
        "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS", "Tokens": ["s1"]},
        "MailFromAttributes": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"},
        "Tags": [{"Key": "team", "Value": "shop"}],
    }
    assert mocked.outbox[0].configuration_set == "news"


@pytest.mark.parametrize("api", ["sesv2", "pinpoint-email"])
def test_tags_are_set_only_at_creation(api: str) -> None:
    """Invalid tags prevent the creation, and Pinpoint Email does not change the tags of an existing identity."""
    client: Any = boto3.client(api)
    error = refusal(
        client.create_email_identity, EmailIdentity=DOMAIN, Tags=[{"Key": "aws:team", "Value": "shop"}]
    )
    empty = v1().list_identities()["Identities"]
    client.create_email_identity(EmailIdentity=DOMAIN, Tags=[{"Key": "team", "Value": "shop"}])
    pinpoint().create_email_identity(EmailIdentity=DOMAIN, Tags=[{"Key": "team", "Value": "other"}])

    assert (error[0], empty) == ("BadRequestException", [])
    assert (
        read_by_v2(DOMAIN)["Tags"] == read_by_pinpoint(DOMAIN)["Tags"] == [{"Key": "team", "Value": "shop"}]
    )


def test_v2_checks_in_the_same_order_as_ses() -> None:
    """v2 checks the name, its existence, the tags, the signing attributes, then the configuration set."""
    create = v2().create_email_identity
    bad: dict[str, Any] = {
        "Tags": [{"Key": "aws:team", "Value": "shop"}],
        "DkimSigningAttributes": {"DomainSigningSelector": "s1"},
        "ConfigurationSetName": "gone",
    }
    create(EmailIdentity="example.net")
    error = [
        refusal(create, EmailIdentity=name, **{key: bad[key] for key in keys})[1]
        for name, keys in [
            ("x", list(bad)),
            ("example.net", list(bad)),
            (DOMAIN, list(bad)),
            (DOMAIN, list(bad)[1:]),
            (DOMAIN, list(bad)[2:]),
        ]
    ]

    assert error == [
        "Invalid domain name x.",
        "Email identity example.net already exist.",
        refusal(create, EmailIdentity=DOMAIN, Tags=bad["Tags"])[1],
        "DomainSigningSelector and DomainSigningPrivateKey must be specified together.",
        "Configuration set <gone> does not exist.",
    ]
    assert v1().list_identities()["Identities"] == ["example.net"]


def test_a_new_address_matches_its_recording() -> None:
    """A new address has exactly the members of the recording."""
    created = v2().create_email_identity(EmailIdentity=ADDRESS)
    del created["ResponseMetadata"]
    response = read_by_v2(ADDRESS)
    del response["ResponseMetadata"]

    assert created == {"IdentityType": "EMAIL_ADDRESS", "VerifiedForSendingStatus": False}
    assert response == {
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
