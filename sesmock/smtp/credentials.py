"""SMTP credentials: derive passwords from secret access keys, and check who can sign in."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from sesmock.domain.aws import regions

if TYPE_CHECKING:
    from collections.abc import Iterable

# AWS fixes the date and the version. Spec: smtp.md §4 [D].
_DATE = "11111111"
_VERSION = b"\x04"


def smtp_password(secret_access_key: str, region: str) -> str:
    """Return the SMTP password of an IAM user in a region, derived as AWS documents it.

    Raise `TypeError` or `ValueError` for a missing or invalid key or region. Spec: smtp.md §4 [D].
    """
    if not isinstance(secret_access_key, str):  # e.g. an unset environment variable
        raise TypeError(f"secret_access_key must be a string, got {type(secret_access_key).__name__}")
    if not secret_access_key:
        raise ValueError("secret_access_key must not be empty")
    regions.check(region)
    key = f"AWS4{secret_access_key}".encode()
    for text in (_DATE, region, "ses", "aws4_request", "SendRawEmail"):
        key = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return base64.b64encode(_VERSION + key).decode()


class Credentials:
    """The credentials that clients can sign in with: the pairs of ``"USER:PASSWORD"``, or any if there are no pairs.

    The password of a pair is an SMTP password, or the secret access key from which it is derived.
    """

    def __init__(self, pairs: Iterable[str] = ()) -> None:
        self._pairs = [(user, password) for user, _, password in (pair.partition(":") for pair in pairs)]

    def accept(self, user: str, password: str, region: str) -> bool:
        """Return whether a user can sign in with a password in a region."""
        if not self._pairs:
            return True
        secrets = [secret for name, secret in self._pairs if name == user]
        return any(password in {secret, smtp_password(secret, region)} for secret in secrets)
