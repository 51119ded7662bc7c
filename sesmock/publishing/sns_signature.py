"""SNS signatures with the key of this process, which verify against the certificate of this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain.aws import arns, regions
from sesmock.publishing.sns_key_pair import SignatureVersion, key_pair

if TYPE_CHECKING:
    from collections.abc import Mapping

# The signed fields of a message, in order; the line of a subject is left out if there is none.
_SIGNED_IN_NOTIFICATIONS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SIGNED_IN_CONFIRMATIONS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_OPTIONAL = {"Subject"}


def endpoint(region: str) -> str:
    """Return the URL of SNS in a region."""
    return f"https://sns.{region}.{regions.find_dns_suffix(region)}/"


def topic_region(topic: str) -> str:
    """Return the region in the ARN of a topic; raise `ValueError` if the topic is not an ARN."""
    arn = arns.parse_arn(topic)
    if arn is None:
        raise ValueError(f"TopicArn must be the ARN of an SNS topic, got {topic!r}")
    return arn.region


def certificate_pem() -> str:
    """Return the certificate of the signing key as PEM. Raise `ImportError` without the extra ``sesmock[sns]``."""
    return key_pair().certificate_pem


def certificate_url(region: str) -> str:
    """Return the URL of the certificate in a region, which is the ``SigningCertURL`` of the messages from there.

    Raise `ImportError` without the extra ``sesmock[sns]``.
    """
    return f"{endpoint(region)}{key_pair().certificate_name}"


def sign(message: Mapping[str, object], version: SignatureVersion = "1") -> dict[str, object]:
    """Return an SNS message with a new signature, based on SHA-1 (version 1) or SHA-256 (version 2).

    Raise `ValueError` for another version, an incomplete message or a topic that is not an ARN, or `ImportError`
    without the extra ``sesmock[sns]``.
    """
    if version not in {"1", "2"}:
        raise ValueError(f"version must be '1' or '2', got {version!r}")
    text = text_to_sign(message)
    signature = {
        "SignatureVersion": version,
        "Signature": key_pair().sign(text, version),
        "SigningCertURL": certificate_url(topic_region(str(message["TopicArn"]))),
    }
    # SNS writes the signature's fields before UnsubscribeURL. Spec: event_destinations.md §2 [R].
    before = {name: value for name, value in message.items() if name != "UnsubscribeURL"}
    last = {name: value for name, value in message.items() if name == "UnsubscribeURL"}
    return {**before, **signature, **last}


def text_to_sign(message: Mapping[str, object]) -> str:
    """Return the signed text of a message: names and values, one per line; raise `ValueError` for a missing field.

    Real messages that SNS signed in 2022, one in each version, verify against this text.
    """
    names = _SIGNED_IN_NOTIFICATIONS if message.get("Type") == "Notification" else _SIGNED_IN_CONFIRMATIONS
    missing = [name for name in names if message.get(name) is None and name not in _OPTIONAL]
    if missing:
        raise ValueError(f"An SNS message cannot be signed without {', '.join(missing)}.")
    return "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)
