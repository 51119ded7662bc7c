"""Dedicated IPs in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.dedicated_ips.dedicated_ip_pools import SIZE_TEXT, TOKEN_TEXT
from sesmock.domain.dedicated_ips import dedicated_ips
from sesmock.protocol.constraints import CUSTOM_MESSAGE

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.dedicated_ips.dedicated_ips import DedicatedIp

_PAGING = Paging(
    "PageSize", "dedicated IPs", default=1000, maximum=1000, size_text=SIZE_TEXT, token_text=TOKEN_TEXT
)


@sesv2.operation("GetDedicatedIp")
def get_dedicated_ip(context: Context, request: Params) -> Result:
    """Return the pool and the warm-up status of a dedicated IP.

    Raise NotFoundException. Spec: dedicated_ips.md §1 [P].
    """
    return {"DedicatedIp": _dump(dedicated_ips.get(context.account, request["Ip"]))}


@sesv2.operation("GetDedicatedIps", checks=_PAGING.checks)
def get_dedicated_ips(context: Context, request: Params) -> Result:
    """List dedicated IPs, sorted by address, optionally those of a single pool, in pages of 1000.

    Raise BadRequestException for a bad PageSize or NextToken, then NotFoundException for the pool.
    Spec: paging.md §3; dedicated_ips.md §1 [P, I].
    """
    pool_name = request.get("PoolName")
    # As in other lists, the size and the token are checked before the pool is looked up. Spec: paging.md §1 [P].
    _PAGING.check(context, request, pool=pool_name)
    matches = dedicated_ips.select(context.account, pool_name)
    page, token = _PAGING.page(context, matches, request, pool=pool_name)
    return {"DedicatedIps": list(map(_dump, page)), "NextToken": token}


@sesv2.operation("PutDedicatedIpInPool", checks={"DestinationPoolName": CUSTOM_MESSAGE})
def put_dedicated_ip_in_pool(context: Context, request: Params) -> None:
    """Move a dedicated IP into a pool; ses-default-dedicated-pool removes it from its pool.

    SES checks the name first (BadRequestException if blank), then the IP and the pool (NotFoundException), and
    the pool's mode (BadRequestException if MANAGED). Spec: dedicated_ips.md §1 [P, R].
    """
    dedicated_ips.move(context.account, request["Ip"], request.get("DestinationPoolName", ""))


@sesv2.operation("PutDedicatedIpWarmupAttributes", checks={"WarmupPercentage": CUSTOM_MESSAGE})
def put_dedicated_ip_warmup_attributes(context: Context, request: Params) -> None:
    """Set the warm-up percentage of a dedicated IP; the warm-up continues from there, and is complete at 100.

    Raise BadRequestException for an invalid percentage, then NotFoundException.
    Spec: dedicated_ips.md §1 [P, I].
    """
    # SES checks a missing percentage before it looks up the IP. Spec: dedicated_ips.md §3 [U].
    dedicated_ips.set_warmup(context.account, request["Ip"], request.get("WarmupPercentage"))


def _dump(dedicated_ip: DedicatedIp) -> Params:
    return {
        "Ip": dedicated_ip.address,
        "WarmupStatus": dedicated_ip.warmup_status.name,
        "WarmupPercentage": dedicated_ip.warmup_percentage,
        "PoolName": dedicated_ip.pool,
    }
