"""Recommendations in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.paging import build_paging
from sesmock.domain import clock
from sesmock.domain.reputation import recommendations

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.reputation.recommendation import Recommendation

_PAGING = build_paging("recommendations")


@sesv2.operation("ListRecommendations", checks=_PAGING.checks)
def list_recommendations(context: Context, request: Params) -> Result:
    """List recommendations, newest first; a resolved one stays in the list for 30 days.

    SES makes recommendations about DKIM and MAIL FROM records, bounce and complaint rates, and IPs on block lists; a
    test can add others. Raise BadRequestException for an invalid filter, PageSize or NextToken.
    Spec: paging.md §3; reputation.md §2 [D, I].
    """
    filters = request.get("Filter", {})
    recommendations.check_filter(filters)
    _PAGING.check(context, request, filters=filters)
    matches = recommendations.select(context.account, filters)
    page, token = _PAGING.page(context, matches, request, filters=filters)
    return {"Recommendations": list(map(_dump, page)), "NextToken": token}


def _dump(recommendation: Recommendation) -> Params:
    return {
        "ResourceArn": recommendation.resource_arn,
        "Type": recommendation.type.name,
        "Description": recommendation.description,
        "Status": recommendation.status.name,
        "CreatedTimestamp": clock.to_datetime(recommendation.created_at),
        "LastUpdatedTimestamp": clock.to_datetime(recommendation.updated_at),
        "Impact": recommendation.impact.name,
    }
