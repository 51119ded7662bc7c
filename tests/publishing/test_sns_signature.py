"""The signatures of SNS's messages, and the key and certificate for them."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from freezegun import freeze_time

import sesmock
from sesmock import sns
from sesmock.publishing import sns_key_pair
from sesmock.publishing.sns_signature import text_to_sign

TOPIC = "arn:aws:sns:us-west-2:123456789012:SES_Notifications"
NOTIFICATION = {
    "Type": "Notification",
    "MessageId": "7fbca0d9-eeab-5285-ae27-f3f57f2e84b0",
    "TopicArn": TOPIC,
    "Subject": "Amazon SES Email Event Notification",
    "Message": '{"eventType":"Send"}\n',
    "Timestamp": "2018-03-21T16:58:45.077Z",
    "UnsubscribeURL": f"https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={TOPIC}:1",
}
CONFIRMATION = {
    "Type": "SubscriptionConfirmation",
    "MessageId": "7fbca0d9-eeab-5285-ae27-f3f57f2e84b0",
    "Token": "2336412f37",
    "TopicArn": TOPIC,
    "Message": "You have chosen to subscribe.",
    "SubscribeURL": "https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription",
    "Timestamp": "2018-03-21T16:58:45.077Z",
}
# AWS's SignatureVersion 1 uses SHA-1, and version 2 SHA-256.
HASHES = {"1": hashes.SHA1(), "2": hashes.SHA256()}


def verify(message: dict[str, object]) -> None:
    """Verify a message as a webhook does; raise `InvalidSignature`."""
    key = x509.load_pem_x509_certificate(sns.CERTIFICATE_PEM.encode()).public_key()
    algorithm = HASHES[str(message["SignatureVersion"])]
    key.verify(
        b64decode(str(message["Signature"])), text_to_sign(message).encode(), padding.PKCS1v15(), algorithm
    )


@pytest.mark.parametrize(
    ("message", "names"),
    [
        (NOTIFICATION, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]),
        ({**NOTIFICATION, "Subject": None}, ["Message", "MessageId", "Timestamp", "TopicArn", "Type"]),
        (
            CONFIRMATION,
            ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
        ),
    ],
    ids=["with a subject", "without a subject", "confirmation"],
)
def test_names_and_values_are_signed_in_order(message: dict[str, object], names: list[str]) -> None:
    """The signed text has the names and values of the signed fields, in order of the names."""
    expected = "".join(f"{name}\n{message[name]}\n" for name in names)

    assert text_to_sign(message) == expected


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("message", [NOTIFICATION, CONFIRMATION], ids=lambda message: message["Type"])
def test_the_signature_verifies_with_the_certificate(message: dict[str, object], version: str) -> None:
    """A signature of either version can be verified with the certificate, and is invalid for a changed text."""
    signed = sns.sign(message, version)

    verify(signed)
    with pytest.raises(InvalidSignature):
        verify({**signed, "Message": "another"})


def test_a_signed_message_has_the_field_order_of_sns() -> None:
    """A signed message has its fields in SNS's order, even if it was signed before."""
    signed = sns.sign(NOTIFICATION)
    again = sns.sign(signed, "2")

    assert list(signed) == [
        *list(NOTIFICATION)[:-1],
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
        "UnsubscribeURL",
    ]
    assert list(again) == list(signed)
    assert (signed["SignatureVersion"], again["SignatureVersion"]) == ("1", "2")


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "sns.us-east-1.amazonaws.com"),
        ("eu-west-1", "sns.eu-west-1.amazonaws.com"),
        ("cn-north-1", "sns.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_certificate_is_in_the_region_of_the_topic(region: str, host: str) -> None:
    """The URL of the certificate has SNS's host in the region of the topic, which verifiers trust."""
    signed = sns.sign({**NOTIFICATION, "TopicArn": f"arn:aws:sns:{region}:123456789012:topic"})

    assert signed["SigningCertURL"] == sns.certificate_url(region)
    assert sns.certificate_url(region).startswith(f"https://{host}/SimpleNotificationService-")
    assert sns.certificate_url("us-east-1") == sns.CERTIFICATE_URL


def test_the_name_of_the_certificate_is_its_fingerprint() -> None:
    """The URL of a certificate contains its fingerprint, so another certificate has another URL."""
    certificate = x509.load_pem_x509_certificate(sns.CERTIFICATE_PEM.encode())
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()[:32]

    assert sns.CERTIFICATE_URL.endswith(f"/SimpleNotificationService-{fingerprint}.pem")


@pytest.mark.parametrize(
    ("message", "version", "error"),
    [
        (NOTIFICATION, "3", "version must be '1' or '2', got '3'"),
        ({"Type": "Notification", "Message": "a"}, "1", "without MessageId, Timestamp, TopicArn"),
        ({**NOTIFICATION, "Type": "UnsubscribeConfirmation"}, "1", "without SubscribeURL, Token"),
        ({**NOTIFICATION, "TopicArn": "topic"}, "1", "TopicArn must be the ARN of an SNS topic, got 'topic'"),
    ],
)
def test_an_invalid_message_is_a_value_error(message: dict[str, object], version: str, error: str) -> None:
    """A message that cannot be signed, or an unknown version, raises a ValueError that says why."""
    with pytest.raises(ValueError, match=error):
        sns.sign(message, version)


@pytest.mark.parametrize(
    "expression", [f"sns.sign({NOTIFICATION!r})", "sns.CERTIFICATE_PEM", "sns.CERTIFICATE_URL"]
)
def test_without_the_extra_the_error_says_what_to_install(expression: str) -> None:
    """Without cryptography, `sesmock.sns` can be imported, and its names raise an error that says what to install."""
    code = f"""
import sys
sys.modules["cryptography"] = None
import sesmock
from sesmock import sns
from sesmock.publishing import sns_key_pair
try:
    {expression}
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.endswith('pip install "sesmock[sns]"\n')


def test_each_process_creates_its_own_key_on_first_use() -> None:
    """Each process creates its own key and certificate when it first needs them."""
    code = """
import sys
import sesmock
from sesmock import sns
from sesmock.publishing import sns_key_pair
assert "cryptography" not in sys.modules
print(sns.CERTIFICATE_PEM)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("-----BEGIN CERTIFICATE-----")
    assert done.stdout.strip() != sns.CERTIFICATE_PEM.strip()


def test_threads_share_one_key() -> None:
    """Threads that need the key at the same time get the same one."""
    sns_key_pair._make_key_pair.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        certificates = set(threads.map(lambda _: sns.CERTIFICATE_PEM, range(8)))

    assert certificates == {sns.CERTIFICATE_PEM}


@pytest.mark.parametrize("moment", ["2001-01-01", "2098-12-31"])
def test_the_certificate_is_valid_at_any_frozen_time(moment: str) -> None:
    """A certificate created under a frozen clock is valid then, and at other times as well."""
    sns_key_pair._make_key_pair.cache_clear()
    with freeze_time(moment):
        certificate = x509.load_pem_x509_certificate(sns.CERTIFICATE_PEM.encode())

    assert certificate.not_valid_before_utc.year == 2000
    assert certificate.not_valid_after_utc.year == 2099


def test_a_key_can_first_be_created_in_frozen_time() -> None:
    """The key can be created for the first time in frozen time, and again afterwards."""
    # If cryptography were first imported in frozen time, it would keep freezegun's replacement of datetime.
    code = """
from freezegun import freeze_time
from sesmock import sns
from sesmock.publishing import sns_key_pair
with freeze_time("2020-01-01"):
    first = sns.CERTIFICATE_PEM
sns_key_pair._make_key_pair.cache_clear()
assert first.startswith("-----BEGIN CERTIFICATE-----") and first != sns.CERTIFICATE_PEM
"""

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_certificate_is_for_the_sns_host() -> None:
    """The certificate has SNS's host name, and a subject that says that it is for tests."""
    certificate = x509.load_pem_x509_certificate(sns.CERTIFICATE_PEM.encode())
    hosts = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert hosts.get_values_for_type(x509.DNSName) == ["sns.amazonaws.com"]
    assert certificate.subject == certificate.issuer
    assert "sesmock, for tests" in certificate.subject.rfc4514_string().replace("\\", "")


def test_the_module_lists_its_public_names() -> None:
    """``dir`` of the module lists its public names, including lazy ones, and unknown names raise an error."""
    assert dir(sns) == sorted(sns.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'PRIVATE_KEY'"):
        _ = sns.PRIVATE_KEY


def test_no_private_key_is_shipped() -> None:
    """No file of the package contains a key, which a secret scanner would report."""
    package = Path(sesmock.__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"]

    assert [path for path in files if b"PRIVATE KEY" in path.read_bytes()] == []
