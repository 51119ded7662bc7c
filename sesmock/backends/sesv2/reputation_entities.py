"""Reputation entities in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.paging import build_paging
from sesmock.domain import clock
from sesmock.domain.reputation import reputation
from sesmock.domain.reputation.entities import SendingStatus
from sesmock.domain.reputation.reputation import Filters

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.reputation.entities import Entity, StatusRecord


_PAGING = build_paging("reputation entities")


@sesv2.operation("GetReputationEntity")
def get_reputation_entity(context: Context, request: Params) -> Result:
    """Return the reputation of a tenant, an identity or a configuration set.

    Raise NotFoundException. Spec: reputation.md §1 [R, D].
    """
    entity = reputation.get(context.account, request["ReputationEntityReference"])
    return {"ReputationEntity": _dump(entity)}


@sesv2.operation("ListReputationEntities", checks=_PAGING.checks)
def list_reputation_entities(context: Context, request: Params) -> Result:
    """List entities, sorted by ARN, optionally filtered by type, impact, status and start of the ARN, in pages of 100.

    Raise BadRequestException for an invalid filter, PageSize or NextToken. Spec: paging.md §3;
    reputation.md §1 [D, I].
    """
    values = request.get("Filter", {})
    filters = Filters(
        values.get("ENTITY_TYPE"),
        values.get("REPUTATION_IMPACT"),
        values.get("SENDING_STATUS"),
        values.get("ENTITY_REFERENCE_PREFIX"),
    )
    matches = reputation.select(context.account, filters)
    page, token = _PAGING.page(context, matches, request, filters=values)
    return {"ReputationEntities": list(map(_dump, page)), "NextToken": token}


@sesv2.operation("UpdateReputationEntityCustomerManagedStatus")
def update_reputation_entity_customer_managed_status(context: Context, request: Params) -> None:
    """Enable, disable or reinstate an entity; the status that SES manages is unchanged.

    Raise BadRequestException for an unknown entity. Spec: reputation.md §1 [R, D].
    """
    arn, status = request["ReputationEntityReference"], SendingStatus[request["SendingStatus"]]
    reputation.set_customer_status(context.account, arn, status)


@sesv2.operation("UpdateReputationEntityPolicy")
def update_reputation_entity_policy(context: Context, request: Params) -> None:
    """Set which findings pause an entity: none, only those of high impact (standard), or all (strict).

    Raise BadRequestException for an unknown entity or policy. Spec: reputation.md §1 [D, I].
    """
    arn = request["ReputationEntityReference"]
    reputation.set_policy(context.account, arn, request["ReputationEntityPolicy"])


def _dump(entity: Entity) -> Params:
    """Return an entity in the format of a response.

    The impact of a healthy entity is NONE, which is missing from the model's enumeration. Spec: reputation.md §1 [R].
    """
    return {
        "ReputationEntityReference": entity.arn,
        "ReputationEntityType": "RESOURCE",
        "ReputationManagementPolicy": reputation.describe_policy(entity.account, entity.policy),
        "CustomerManagedStatus": None if entity.customer is None else _dump_record(entity.customer),
        "AwsSesManagedStatus": _dump_record(entity.aws),
        "SendingStatusAggregate": entity.sending_status.name,
        "ReputationImpact": "NONE" if entity.impact is None else entity.impact.name,
    }


def _dump_record(record: StatusRecord) -> Params:
    return {
        "Status": record.status.name,
        "Cause": record.cause,
        "LastUpdatedTimestamp": None if record.updated_at is None else clock.to_datetime(record.updated_at),
    }
