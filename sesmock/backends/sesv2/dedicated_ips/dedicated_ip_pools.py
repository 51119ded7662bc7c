"""Pools of dedicated IPs in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import parse_tags
from sesmock.domain.dedicated_ips import pools
from sesmock.domain.dedicated_ips.pools import DedicatedIpPool
from sesmock.protocol.constraints import CUSTOM_MESSAGE

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result

SIZE_TEXT = "The page size must be in [1, {maximum}] range."
TOKEN_TEXT = "Invalid next token."
_PAGING = Paging(
    "PageSize", "dedicated IP pools", default=1000, maximum=1000, size_text=SIZE_TEXT, token_text=TOKEN_TEXT
)


@sesv2.operation("CreateDedicatedIpPool", checks={"PoolName": CUSTOM_MESSAGE, "ScalingMode": CUSTOM_MESSAGE})
def create_dedicated_ip_pool(context: Context, request: Params) -> None:
    """Create a pool of dedicated IPs, STANDARD by default; SES chooses the IPs of a MANAGED pool.

    Raise BadRequestException for an invalid name, mode or tag, then AlreadyExistsException or
    LimitExceededException. Spec: dedicated_ips.md §1 [P].
    """
    # SES checks the name, the mode, the tags and the existence of the pool, in this order.
    # Spec: dedicated_ips.md §1 [P].
    name = request.get("PoolName", "")
    pools.check_name(name)
    mode = pools.parse_scaling_mode(request.get("ScalingMode", pools.ScalingMode.STANDARD))
    pools.create(context.account, DedicatedIpPool(name, mode, parse_tags(request)))


@sesv2.operation("GetDedicatedIpPool")
def get_dedicated_ip_pool(context: Context, request: Params) -> Result:
    """Return the name and the scaling mode of a pool.

    Raise NotFoundException, or BadRequestException for a built-in pool. Spec: dedicated_ips.md §1 [P, U].
    """
    pool = pools.get(context.account, request["PoolName"])
    return {"DedicatedIpPool": {"PoolName": pool.name, "ScalingMode": pool.scaling_mode.name}}


@sesv2.operation("ListDedicatedIpPools", checks=_PAGING.checks)
def list_dedicated_ip_pools(context: Context, request: Params) -> Result:
    """List the sorted names of pools, in pages of 1000; built-in pools appear once the account has a dedicated IP.

    Raise BadRequestException for a bad PageSize or NextToken. Spec: paging.md §3 [P]; dedicated_ips.md §1
    [U].
    """
    page, token = _PAGING.page(context, pools.list_names(context.account), request)
    return {"DedicatedIpPools": page, "NextToken": token}


@sesv2.operation("PutDedicatedIpPoolScalingAttributes", checks={"ScalingMode": CUSTOM_MESSAGE})
def put_dedicated_ip_pool_scaling_attributes(context: Context, request: Params) -> None:
    """Convert a STANDARD pool to a MANAGED one.

    Raise BadRequestException for an unknown mode or the opposite conversion, or NotFoundException.
    Spec: dedicated_ips.md §1 [P, R].
    """
    mode = pools.parse_scaling_mode(request.get("ScalingMode"))
    pools.scale(context.account, request["PoolName"], mode)


@sesv2.operation("DeleteDedicatedIpPool")
def delete_dedicated_ip_pool(context: Context, request: Params) -> None:
    """Remove a pool; configuration sets keep its name, and their mail is refused.

    Raise NotFoundException, or BadRequestException for a STANDARD pool that has dedicated IPs.
    Spec: dedicated_ips.md §1 [P, D].
    """
    pools.delete(context.account, request["PoolName"])
