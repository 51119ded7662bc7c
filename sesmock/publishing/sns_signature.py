"""SNS's signatures, by a key that is public: who checks them takes `CERTIFICATE_PEM` for SNS's certificate."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sesmock.domain import arns, regions

if TYPE_CHECKING:
    from collections.abc import Mapping

SignatureVersion = Literal["1", "2"]

_FOLDER = Path(__file__).parent
_PRIVATE_KEY = _FOLDER / "sns_private_key.pem"
CERTIFICATE_PEM = (_FOLDER / "sns_certificate.pem").read_text()
"""The certificate of the key that signs, self-signed and good until 2099; no authority vouches for it."""

# What is signed of a message, in this order; a notification without a subject has no such line.
_SIGNED_OF_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SIGNED_OF_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_OPTIONAL = {"Subject"}


def endpoint(region: str) -> str:
    """Return the URL of SNS in a region."""
    return f"https://sns.{region}.{regions.dns_suffix(region)}/"


def topic_region(topic: str) -> str:
    """Return the region that the ARN of a topic names; raise `ValueError`."""
    arn = arns.parse_arn(topic)
    if arn is None:
        raise ValueError(f"TopicArn must be the ARN of an SNS topic, got {topic!r}")
    return arn.region


def certificate_url(region: str) -> str:
    """Return where SNS of a region would have the certificate: the ``SigningCertURL`` of its messages."""
    # As SNS names its certificates: 32 hex digits, here the first of this one's fingerprint.
    return f"{endpoint(region)}SimpleNotificationService-bac83aa0125aa8eafac4d85652f48fa4.pem"


CERTIFICATE_URL = certificate_url("us-east-1")
"""The ``SigningCertURL`` of messages in us-east-1."""


def sign(message: Mapping[str, object], version: SignatureVersion = "1") -> dict[str, object]:
    """Return a message of SNS with a signature, of SHA-1 (version 1) or SHA-256 (2), in place of one that it has.

    Raise `ValueError` for another version, an incomplete message or a topic that is not an ARN, `ImportError` without
    the extra ``sesmock[sns]``.
    """
    if version not in {"1", "2"}:
        raise ValueError(f"version={version!r}: it is one of '1', '2'")
    text = text_to_sign(message)
    key, padding, hashes = _key()
    signature = {
        "SignatureVersion": version,
        "Signature": b64encode(key.sign(text.encode(), padding, hashes[version])).decode(),
        "SigningCertURL": certificate_url(topic_region(str(message["TopicArn"]))),
    }
    before = {name: value for name, value in message.items() if name != "UnsubscribeURL"}
    last = {name: value for name, value in message.items() if name == "UnsubscribeURL"}
    return {**before, **signature, **last}


def text_to_sign(message: Mapping[str, object]) -> str:
    """Return what is signed of a message: names and values, a line each; raise `ValueError` if it lacks one.

    Two messages that SNS signed in 2022, one by each version, verify over this text.
    """
    names = _SIGNED_OF_NOTIFICATION if message.get("Type") == "Notification" else _SIGNED_OF_CONFIRMATION
    missing = [name for name in names if message.get(name) is None and name not in _OPTIONAL]
    if missing:
        raise ValueError(f"A message of SNS cannot be signed without {', '.join(missing)}.")
    return "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)


@cache
def _key() -> tuple[Any, Any, dict[SignatureVersion, Any]]:
    """Return the key, its padding, and the hash of each version."""
    try:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise ImportError(
            'Signing messages of SNS needs the package cryptography: pip install "sesmock[sns]"'
        ) from error
    key = load_pem_private_key(_PRIVATE_KEY.read_bytes(), None)
    return key, padding.PKCS1v15(), {"1": hashes.SHA1(), "2": hashes.SHA256()}
