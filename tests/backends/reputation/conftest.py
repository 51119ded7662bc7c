"""Fixtures of the tests of reputation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backends.reputation.tenant_reputation import IDENTITY

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


@pytest.fixture
def acme(sesv2: SESV2Client) -> SESV2Client:
    """Return a client of an account with a tenant that can send."""
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_tenant(TenantName="acme")
    sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    return sesv2
