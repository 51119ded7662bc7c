"""S/MIME signatures of configuration sets, by CreateConfigurationSet and UpdateConfigurationSet of SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_requests import send_json
from tests.refusals import refusal
from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f8b"
UPDATE = "/v2/email/update-configuration-sets"
SMIME: Any = {"SigningScheme": {"SmimeScheme": {"SignatureFormat": "DETACHED"}}}
DEFAULT: Any = {"SigningScheme": {"DefaultScheme": {}}}
FORMAT = (
    "1 validation error detected: Value at 'messageSecurityOptions.signingScheme.smimeScheme.signatureFormat' "
    "failed to satisfy constraint: Member must satisfy enum value set: [DETACHED]"
)


@pytest.fixture(autouse=True)
def news(sesv2: SESV2Client) -> None:
    """Make a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def update(options: Any) -> tuple[str | None, str | None]:
    """Send options that botocore would not; return what refuses them."""
    return send_json("POST", UPDATE, {"ConfigurationSetName": "news", "MessageSecurityOptions": options})


def shown(sesv2: SESV2Client, name: str = "news") -> Any:
    """Return the message security options of a set."""
    return sesv2.get_configuration_set(ConfigurationSetName=name).get("MessageSecurityOptions")


@pytest.mark.parametrize("options", [SMIME, DEFAULT])
def test_a_scheme_is_set_with_the_set_or_later(sesv2: SESV2Client, options: Any) -> None:
    """A set for which nothing was said shows nothing."""
    before = shown(sesv2)
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", MessageSecurityOptions=options)

    assert before is None
    assert (shown(sesv2), shown(sesv2, "offers")) == (options, options)


@pytest.mark.parametrize("options", [{}, {"MessageSecurityOptions": {}}])
def test_an_update_changes_only_what_it_names(sesv2: SESV2Client, options: Any) -> None:
    """Without a scheme the one before stays."""
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=SMIME)
    sesv2.update_configuration_set(ConfigurationSetName="news", **options)

    assert shown(sesv2) == SMIME


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ({}, DEFAULT),
        ({"SmimeScheme": {}}, SMIME),
        ({"DefaultScheme": {}, "SmimeScheme": {}}, SMIME),
    ],
)
def test_schemes_that_botocore_would_not_send(sesv2: SESV2Client, scheme: Any, expected: Any) -> None:
    """No scheme is the default one, of both S/MIME wins, and its format is known."""
    assert update({"SigningScheme": scheme}) == (None, None)
    assert shown(sesv2) == expected


@pytest.mark.parametrize("name", ["detached", "CLEAR"])
def test_an_unknown_format_is_refused(sesv2: SESV2Client, name: str) -> None:
    """The format is spelled in capitals; a new set with another one is not stored."""
    options: Any = {"SigningScheme": {"SmimeScheme": {"SignatureFormat": name}}}
    expected = ("BadRequestException", FORMAT)

    assert (
        refusal(sesv2.update_configuration_set, ConfigurationSetName="news", MessageSecurityOptions=options)
        == expected
    )
    assert (
        refusal(sesv2.create_configuration_set, ConfigurationSetName="x", MessageSecurityOptions=options)
        == expected
    )


def test_options_are_an_object_and_a_set_is_named(sesv2: SESV2Client) -> None:
    """A client in another language may send anything; the set comes before the options."""
    assert update("SMIME")[0] == "SerializationException"
    assert send_json("POST", UPDATE, {"MessageSecurityOptions": SMIME}) == (
        "BadRequestException",
        "1 validation error detected: Value at 'configurationSetName' failed to satisfy constraint: "
        "Member must not be null",
    )
    assert refusal(
        sesv2.update_configuration_set,
        ConfigurationSetName="x",
        MessageSecurityOptions={"SigningScheme": {"SmimeScheme": {"SignatureFormat": "CLEAR"}}},
    ) == ("NotFoundException", "Configuration set <x> does not exist.")


@pytest.fixture
def signed(sesv2: SESV2Client) -> None:
    """Have mail of the set signed for an address that has a certificate."""
    sesv2.associate_email_identity_certificate(
        EmailIdentity="example.com", CertificateArn=CERTIFICATE, FromAddress="ada@example.com"
    )
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=SMIME)


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("sender", "certificate"),
    [
        ("Ada <ada@EXAMPLE.com>", CERTIFICATE),
        ("bob@example.com", None),
    ],
)
def test_a_message_says_by_what_it_would_be_signed(api: str, sender: str, certificate: str | None) -> None:
    """The bytes stay as they are: sesmock has no key."""
    message = send_message(api, sender=sender, ConfigurationSetName="news")

    assert message.signed_by == certificate
    assert b"pkcs7" not in message.raw


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("header", "certificate"),
    [
        (b"From: Ada <ada@example.com>\n", CERTIFICATE),
        (b"from: bob@example.com\n", None),
        (b"", CERTIFICATE),
        (b"From: \n", CERTIFICATE),
        (b"From: team:;\n", CERTIFICATE),
    ],
)
def test_raw_mail_is_signed_for_its_from_header(
    mocked: SesMock, ses: SESClient, header: bytes, certificate: str | None
) -> None:
    """The sender of the envelope counts if there is no such header, which SES writes then."""
    ses.send_raw_email(
        Source="ada@example.com",
        RawMessage={"Data": header + b"To: eve@example.net\nSubject: Hello\n\nHi"},
        ConfigurationSetName="news",
    )

    assert mocked.outbox.one().signed_by == certificate


@pytest.mark.usefixtures("signed")
def test_mail_is_signed_while_the_certificate_is_active(mocked: SesMock, sesv2: SESV2Client) -> None:
    """A certificate that has expired, and the default scheme, sign nothing."""
    mocked.clock.shift(days=400)
    expired = send_message(sender="ada@example.com", ConfigurationSetName="news")
    mocked.clock.shift(days=-400)
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=DEFAULT)
    unsigned = send_message(sender="ada@example.com", ConfigurationSetName="news")

    assert (expired.signed_by, unsigned.signed_by) == (None, None)


@pytest.mark.usefixtures("signed")
def test_the_mail_of_no_set_is_not_signed() -> None:
    """A certificate alone signs nothing."""
    assert send_message(sender="ada@example.com").signed_by is None
