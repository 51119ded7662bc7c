"""Errors about the Deliverability dashboard. Spec: deliverability.md §1; the texts are inferred."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter, MessageRejected, NotFound


class PlacementTestDoesNotExist(NotFound):
    """There is no test report with this id."""

    def __init__(self, report_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_TEST_REPORT.format(report_id=report_id))
        self.report_id = report_id


class PlacementTestNotRendered(MessageRejected):
    """The template of a test cannot be rendered; the text is that of TestRenderTemplate."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)


class DomainNotSubscribed(NotFound):
    """The domain is not subscribed to the dashboard."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.DOMAIN_NOT_SUBSCRIBED.format(domain=domain))
        self.domain = domain


class InvalidDateRange(InvalidParameter):
    """The period ends before it begins, or it is too long."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_DATE_RANGE)


class CampaignDoesNotExist(NotFound):
    """There is no campaign with this id for a subscribed domain."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_CAMPAIGN.format(campaign_id=campaign_id))
        self.campaign_id = campaign_id
