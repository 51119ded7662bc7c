"""Multi-region endpoints in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.tags import parse_tags
from sesmock.domain import clock
from sesmock.domain.endpoints import endpoints

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.endpoints.endpoints import MultiRegionEndpoint

_PAGING = Paging(
    "PageSize",
    "multi-region endpoints",
    default=100,
    maximum=1000,
    size_text=None,
    token_text="Invalid Next Token",
    empty_token_is_valid=False,
)


@sesv2.operation("CreateMultiRegionEndpoint")
def create_multi_region_endpoint(context: Context, request: Params) -> Result:
    """Start the creation of an endpoint for this region and another; it is ready two minutes later on the mock's clock.

    Raise BadRequestException for an invalid name, secondary region or tag, then AlreadyExistsException or
    LimitExceededException. Spec: global_endpoints.md §1 [D, U].
    """
    names = [route["Region"] for route in request["Details"]["RoutesDetails"]]
    secondary_region = endpoints.check_secondary_region(context.account, names)
    tags = parse_tags(request)
    endpoint = endpoints.create(context.account, request["EndpointName"], secondary_region, tags)
    return {"Status": endpoint.status.name, "EndpointId": endpoint.id}


@sesv2.operation("GetMultiRegionEndpoint")
def get_multi_region_endpoint(context: Context, request: Params) -> Result:
    """Return the status and the regions of an endpoint.

    Raise NotFoundException. Spec: global_endpoints.md §1 [R, D].
    """
    endpoint = endpoints.get(context.account, request["EndpointName"])
    return {**_dump(endpoint), "Routes": [{"Region": region} for region in endpoint.regions]}


@sesv2.operation("ListMultiRegionEndpoints", checks=_PAGING.checks)
def list_multi_region_endpoints(context: Context, request: Params) -> Result:
    """List the endpoints that were created in this region, sorted by name, in pages of 100.

    Raise BadRequestException for an invalid PageSize or NextToken.
    Spec: paging.md §3; global_endpoints.md §1 [D, I].
    """
    page, token = _PAGING.page(context, list(context.account.endpoints), request)
    summaries = [{**_dump(endpoint), "Regions": list(endpoint.regions)} for endpoint in page]
    return {"MultiRegionEndpoints": summaries, "NextToken": token}


@sesv2.operation("DeleteMultiRegionEndpoint")
def delete_multi_region_endpoint(context: Context, request: Params) -> Result:
    """Start the deletion of an endpoint of this region; it is gone two minutes later on the mock's clock.

    Raise NotFoundException, or ConcurrentModificationException while it is being created.
    Spec: global_endpoints.md §1 [U, D].
    """
    endpoint = endpoints.get(context.account, request["EndpointName"])
    endpoint.delete()
    return {"Status": endpoint.status.name}


def _dump(endpoint: MultiRegionEndpoint) -> Params:
    return {
        "EndpointName": endpoint.name,
        "EndpointId": endpoint.id,
        "Status": endpoint.status.name,
        "CreatedTimestamp": clock.to_datetime(endpoint.created_at),
        "LastUpdatedTimestamp": clock.to_datetime(endpoint.updated_at),
    }
