"""Inbox placement tests in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.paging import Paging
from sesmock.backends.sesv2.backend import sesv2
from sesmock.backends.sesv2.sending import CHECKS, build_send_request
from sesmock.backends.sesv2.tags import dump_tags, parse_tags
from sesmock.domain import clock
from sesmock.domain.deliverability import placement_tests
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.deliverability.placement_tests import Placement, PlacementTest


def build_paging(kind: str) -> Paging:
    """Return the pagination of a dashboard list, for which a size of 0 means the default.

    Spec: paging.md §3 [I].
    """
    return Paging(
        "PageSize",
        kind,
        default=100,
        maximum=1000,
        size_text=None,
        token_text="Invalid Next Token",
        empty_token_is_valid=False,
        zero_is_default=True,
    )


PAGE_CHECKS = {"PageSize": Constraint(minimum=0, maximum=1000, shows_value=True)}
_PAGING = build_paging("test reports")


@sesv2.operation("CreateDeliverabilityTestReport", checks=CHECKS)
def create_deliverability_test_report(context: Context, request: Params) -> Result:
    """Test where mailbox providers would put a message, which is not delivered and does not count toward the quota.

    Raise the errors of SendEmail, and MessageRejected for a template that cannot be rendered.
    Spec: deliverability.md §1, §2 [D, I].
    """
    message = {
        "FromEmailAddress": request["FromEmailAddress"],
        "Content": request["Content"],
        "Destination": {"ToAddresses": [placement_tests.SEED]},
    }
    tags = parse_tags(request)
    send_request = build_send_request(context, message)
    report = placement_tests.create(context.account, request.get("ReportName"), send_request, tags)
    return {"ReportId": report.id, "DeliverabilityTestStatus": report.status.name}


@sesv2.operation("GetDeliverabilityTestReport")
def get_deliverability_test_report(context: Context, request: Params) -> Result:
    """Return the message of a test and, after a day on the mock's clock, its placement at each provider.

    `PlacementTest.complete` completes a test immediately. Raise NotFoundException. Spec: deliverability.md §1
    [D, I].
    """
    report = placement_tests.get(context.account, request["ReportId"])
    return {
        "DeliverabilityTestReport": _summarize(report),
        # The model requires the placements, so they are empty until the test is complete.
        "OverallPlacement": {} if report.overall is None else _dump_placement(report.overall),
        "IspPlacements": [
            {"IspName": provider, "PlacementStatistics": _dump_placement(placement)}
            for provider, placement in (report.placements or {}).items()
        ],
        # The member is a string, but raw mail may contain bytes in any encoding.
        "Message": report.message.raw.decode("utf-8", "replace"),
        "Tags": dump_tags(report.tags),
    }


@sesv2.operation("ListDeliverabilityTestReports", checks=PAGE_CHECKS)
def list_deliverability_test_reports(context: Context, request: Params) -> Result:
    """List tests, newest first, whether they are complete or not.

    Raise BadRequestException for a bad PageSize or NextToken.
    Spec: paging.md §3; deliverability.md §1 [D, I].
    """
    reports = list(context.account.deliverability.reports.values())[::-1]
    page, token = _PAGING.page(context, reports, request)
    return {"DeliverabilityTestReports": list(map(_summarize, page)), "NextToken": token}


def _summarize(report: PlacementTest) -> Params:
    return {
        "ReportId": report.id,
        "ReportName": report.name,
        "Subject": report.message.subject,
        "FromEmailAddress": report.message.sender,
        "CreateDate": clock.to_datetime(report.created_at),
        "DeliverabilityTestStatus": report.status.name,
    }


def _dump_placement(placement: Placement) -> Params:
    return {
        "InboxPercentage": placement.inbox,
        "SpamPercentage": placement.spam,
        "MissingPercentage": placement.missing,
        "SpfPercentage": placement.spf,
        "DkimPercentage": placement.dkim,
    }
