"""Calls that create and read identities with DKIM, and that switch signing."""

from __future__ import annotations

from typing import Any

import boto3

OWN_KEY = {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "TUlJQ1hB"}


def read_dkim(name: str, region: str = "us-east-1") -> Any:
    """Return the DKIM attributes of an identity in v2."""
    client = boto3.client("sesv2", region_name=region)
    return client.get_email_identity(EmailIdentity=name)["DkimAttributes"]


def create_identity(name: str = "example.org", region: str = "us-east-1", **signing: str) -> Any:
    """Create an identity with signing attributes in v2, and return the DKIM attributes in the response."""
    client = boto3.client("sesv2", region_name=region)
    options: Any = {"DkimSigningAttributes": signing} if signing else {}
    return client.create_email_identity(EmailIdentity=name, **options).get("DkimAttributes")


def switch_signing(api: str, name: str, *, on: bool) -> None:
    """Switch signing on or off with any API."""
    client: Any = boto3.client(api)
    if api == "ses":
        client.set_identity_dkim_enabled(Identity=name, DkimEnabled=on)
    elif on:
        client.put_email_identity_dkim_attributes(EmailIdentity=name, SigningEnabled=True)
    else:  # a missing value means off
        client.put_email_identity_dkim_attributes(EmailIdentity=name)
