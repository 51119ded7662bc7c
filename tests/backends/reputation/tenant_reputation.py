"""Reputation entities, and mail of a tenant whose recipients bounce or complain."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from tests.sending import send_message

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from sesmock import SesMock

ARN = "arn:aws:ses:us-east-1:123456789012:"
IDENTITY, SET = f"{ARN}identity/example.com", f"{ARN}configuration-set/news"
POLICIES = "arn:aws:ses:us-east-1:aws:reputation-policy/"
# Each call of send_many needs new recipients, because SES suppresses those that bounced or complained before.
NUMBERS = count()
PAUSED = ("SendingPausedException", "Sending is paused for tenant acme")


def read_tenant_arn(client: SESV2Client) -> str:
    """Return the ARN of the tenant."""
    return client.get_tenant(TenantName="acme")["Tenant"]["TenantArn"]


def read_entity(client: SESV2Client, arn: str | None = None) -> Any:
    """Return an entity, by default the tenant's."""
    reference = arn or read_tenant_arn(client)
    return client.get_reputation_entity(ReputationEntityType="RESOURCE", ReputationEntityReference=reference)[
        "ReputationEntity"
    ]


def set_status(client: SESV2Client, status: Any, arn: str | None = None) -> None:
    """Set the customer's sending status of an entity."""
    client.update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE",
        ReputationEntityReference=arn or read_tenant_arn(client),
        SendingStatus=status,
    )


def set_policy(client: SESV2Client, policy: str, arn: str | None = None) -> None:
    """Set the reputation policy of an entity."""
    client.update_reputation_entity_policy(
        ReputationEntityType="RESOURCE",
        ReputationEntityReference=arn or read_tenant_arn(client),
        ReputationEntityPolicy=f"{POLICIES}{policy}",
    )


def send_many(client: SESV2Client, messages: int = 2, *, bounces: int = 0, complaints: int = 0) -> None:
    """Send messages to 50 recipients each for the tenant; recipients of the last one bounce or complain."""
    to = [f"{next(NUMBERS)}@example.net" for _ in range(50)]
    for _ in range(messages):
        message = send_message(client, *to, TenantName="acme")
    for address in to[:bounces]:
        message.bounce(recipient=address)
    for address in to[bounces : bounces + complaints]:
        message.complain(recipient=address)


def list_detail_types(mocked: SesMock) -> list[str | None]:
    """Return the types of the events published to EventBridge."""
    return [publication.detail_type for publication in mocked.publications.filter(purpose="reputation")]
