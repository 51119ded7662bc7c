"""Sends for a tenant against plain sends, timed in pairs."""

from __future__ import annotations

from functools import partial

import boto3

from benchmarks.programs import payloads
from benchmarks.programs.report import report
from benchmarks.programs.timing import difference_of_pairs
from sesmock import mock_ses

WARM_UP, PAIRS = 50, 1500
IDENTITY_ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def main() -> None:
    """Report the additional cost of a tenant per send."""
    with mock_ses(identities=["example.com"]) as ses_mock:
        ses_mock.account.max_24_hour_send = -1
        client = boto3.client("sesv2")
        client.create_tenant(TenantName="acme")
        client.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY_ARN)
        pair = (
            partial(client.send_email, **payloads.V2, TenantName="acme"),
            partial(client.send_email, **payloads.V2),
        )
        difference_of_pairs(*pair, WARM_UP)
        report("a send for a tenant, over a plain one", difference_of_pairs(*pair, PAIRS))


if __name__ == "__main__":
    main()
