"""What SES refuses of the Deliverability dashboard. Spec: nouns.md §11; the texts are inferred."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import InvalidParameter, MessageRejected, NotFound


class PlacementTestDoesNotExist(NotFound):
    """No test report has that id."""

    def __init__(self, report_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_TEST_REPORT.format(report_id=report_id))
        self.report_id = report_id


class PlacementTestNotRendered(MessageRejected):
    """The template of a test lacks an attribute, or is wrong; SES says what a trial rendering says."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)


class DomainNotSubscribed(NotFound):
    """The dashboard is not on for that domain."""

    def __init__(self, domain: str) -> None:
        super().__init__(unconfirmed_messages.DOMAIN_NOT_SUBSCRIBED.format(domain=domain))
        self.domain = domain


class InvalidDateRange(InvalidParameter):
    """The period ends before it begins, or is too long."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INVALID_DATE_RANGE)


class CampaignDoesNotExist(NotFound):
    """No campaign of a subscribed domain has that id."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(unconfirmed_messages.UNKNOWN_CAMPAIGN.format(campaign_id=campaign_id))
        self.campaign_id = campaign_id
