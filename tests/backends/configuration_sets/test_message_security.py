"""S/MIME signing by configuration sets in SES v2."""

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
    """Create a configuration set."""
    sesv2.create_configuration_set(ConfigurationSetName="news")


def send_update(options: Any) -> tuple[str | None, str | None]:
    """Send options that botocore would refuse, and return the error."""
    return send_json("POST", UPDATE, {"ConfigurationSetName": "news", "MessageSecurityOptions": options})


def read_security(sesv2: SESV2Client, name: str = "news") -> Any:
    """Return the message security options of a set."""
    return sesv2.get_configuration_set(ConfigurationSetName=name).get("MessageSecurityOptions")


@pytest.mark.parametrize("options", [SMIME, DEFAULT])
def test_a_scheme_can_be_set_at_creation_or_later(sesv2: SESV2Client, options: Any) -> None:
    """A scheme can be set at creation or later; a set without one shows no message security options."""
    before = read_security(sesv2)
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=options)
    sesv2.create_configuration_set(ConfigurationSetName="offers", MessageSecurityOptions=options)

    assert before is None
    assert (read_security(sesv2), read_security(sesv2, "offers")) == (options, options)


@pytest.mark.parametrize("options", [{}, {"MessageSecurityOptions": {}}])
def test_an_update_without_a_scheme_keeps_the_scheme(sesv2: SESV2Client, options: Any) -> None:
    """An update without a scheme keeps the previous one."""
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=SMIME)
    sesv2.update_configuration_set(ConfigurationSetName="news", **options)

    assert read_security(sesv2) == SMIME


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ({}, DEFAULT),
        ({"SmimeScheme": {}}, SMIME),
        ({"DefaultScheme": {}, "SmimeScheme": {}}, SMIME),
    ],
)
def test_incomplete_schemes_are_completed(sesv2: SESV2Client, scheme: Any, expected: Any) -> None:
    """A missing scheme means the default one, S/MIME overrides the default, and a missing format means DETACHED."""
    assert send_update({"SigningScheme": scheme}) == (None, None)
    assert read_security(sesv2) == expected


@pytest.mark.parametrize("name", ["detached", "CLEAR"])
def test_an_unknown_format_is_refused(sesv2: SESV2Client, name: str) -> None:
    """An unknown signature format is refused by Update and Create, and nothing is stored."""
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


def test_the_request_is_checked_before_the_options(sesv2: SESV2Client) -> None:
    """Options that are not an object are refused, and the set is checked before the options."""
    assert send_update("SMIME")[0] == "SerializationException"
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
def signing_set(sesv2: SESV2Client) -> None:
    """Sign the mail of the set, and associate a certificate with an address."""
    sesv2.associate_email_identity_certificate(
        EmailIdentity="example.com", CertificateArn=CERTIFICATE, FromAddress="ada@example.com"
    )
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=SMIME)


@pytest.mark.usefixtures("signing_set")
@pytest.mark.parametrize("api", ["ses", "sesv2", "pinpoint-email"])
@pytest.mark.parametrize(
    ("sender", "certificate"),
    [
        ("Ada <ada@EXAMPLE.com>", CERTIFICATE),
        ("bob@example.com", None),
    ],
)
def test_a_message_shows_its_certificate(api: str, sender: str, certificate: str | None) -> None:
    """A message shows the certificate that would sign it; its bytes stay unsigned."""
    message = send_message(api, sender=sender, ConfigurationSetName="news")

    assert message.signed_by == certificate
    assert b"pkcs7" not in message.raw


@pytest.mark.usefixtures("signing_set")
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
    """The address in the From header selects the certificate; if there is none, the envelope sender does."""
    ses.send_raw_email(
        Source="ada@example.com",
        RawMessage={"Data": header + b"To: eve@example.net\nSubject: Hello\n\nHi"},
        ConfigurationSetName="news",
    )

    assert mocked.outbox.one().signed_by == certificate


@pytest.mark.usefixtures("signing_set")
def test_an_expired_certificate_and_the_default_scheme_sign_nothing(
    mocked: SesMock, sesv2: SESV2Client
) -> None:
    """Neither an expired certificate nor the default scheme signs mail."""
    mocked.clock.shift(days=400)
    expired = send_message(sender="ada@example.com", ConfigurationSetName="news")
    mocked.clock.shift(days=-400)
    sesv2.update_configuration_set(ConfigurationSetName="news", MessageSecurityOptions=DEFAULT)
    unsigned = send_message(sender="ada@example.com", ConfigurationSetName="news")

    assert (expired.signed_by, unsigned.signed_by) == (None, None)


@pytest.mark.usefixtures("signing_set")
def test_mail_without_a_set_is_not_signed() -> None:
    """A certificate without a configuration set signs nothing."""
    assert send_message(sender="ada@example.com").signed_by is None
