"""SNS's signatures, by the key of this process: who checks them takes its certificate for that of SNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.domain import arns, regions
from sesmock.publishing.sns_key_pair import SignatureVersion, key_pair

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def certificate_pem() -> str:
    """Return the certificate of the key that signs. Raise `ImportError` without the extra ``sesmock[sns]``."""
    return key_pair().certificate_pem


def certificate_url(region: str) -> str:
    """Return where SNS of a region would have the certificate: the ``SigningCertURL`` of its messages.

    Raise `ImportError` without the extra ``sesmock[sns]``.
    """
    return f"{endpoint(region)}{key_pair().certificate_name}"


def sign(message: Mapping[str, object], version: SignatureVersion = "1") -> dict[str, object]:
    """Return a message of SNS with a signature, of SHA-1 (version 1) or SHA-256 (2), in place of one that it has.

    Raise `ValueError` for another version, an incomplete message or a topic that is not an ARN, `ImportError` without
    the extra ``sesmock[sns]``.
    """
    if version not in {"1", "2"}:
        raise ValueError(f"version={version!r}: it is one of '1', '2'")
    text = text_to_sign(message)
    signature = {
        "SignatureVersion": version,
        "Signature": key_pair().sign(text, version),
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
