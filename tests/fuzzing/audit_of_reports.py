"""Comparisons about received mail, jobs, the Deliverability dashboard, endpoints, reputation and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fuzzing.readings import names, read, read_all
from tests.fuzzing.reference import reputation
from tests.fuzzing.reference.endpoints import OWN_REGION
from tests.fuzzing.reference.receiving import Filter, Rule, read_rule
from tests.fuzzing.reference.reports import dashboard, recommendations
from tests.fuzzing.reference.reports.import_jobs import summarize
from tests.fuzzing.reference.rules import PINPOINT, SES, SESV2

if TYPE_CHECKING:
    from tests.fuzzing.reference.world import World

Differences = list[tuple[str, Any, Any]]


def check_receiving(world: World) -> Differences:
    """Compare rule sets, their rules in order with all settings, the active set and the filters."""
    active = read(SES, "DescribeActiveReceiptRuleSet").get("Metadata", {}).get("Name")
    rules = [(f"rules of {name}", _rules(name), expected) for name, expected in world.rule_sets.items()]
    return [
        ("rule sets", names(SES, "ListReceiptRuleSets", "RuleSets", "Name"), sorted(world.rule_sets)),
        ("active rule set", active, world.active_rule_set),
        ("filters", _filters(), world.filters),
        *rules,
    ]


def _rules(name: str) -> list[Rule]:
    return [read_rule(rule) for rule in read(SES, "DescribeReceiptRuleSet", RuleSetName=name)["Rules"]]


def _filters() -> dict[str, Filter]:
    items = read_all(SES, "ListReceiptFilters", "Filters")
    return {item["Name"]: Filter(item["IpFilter"]["Policy"], item["IpFilter"]["Cidr"]) for item in items}


def check_jobs(world: World) -> Differences:
    """Compare all jobs, newest first, as the list operations return them."""
    exports = [(job_id, job.kind, job.status) for job_id, job in world.export_jobs.items()]
    pairs: Differences = [("export jobs", _exports(), exports[::-1])]
    if not world.is_sandbox:
        imports = [(job_id, job.kind, job.status, *job.counts) for job_id, job in world.import_jobs.items()]
        items = read_all(SESV2, "ListImportJobs", "ImportJobs")
        pairs.append(("import jobs", [(item["JobId"], *summarize(item)) for item in items], imports[::-1]))
    return pairs


def _exports() -> list[tuple[str, str, str]]:
    items = read_all(SESV2, "ListExportJobs", "ExportJobs")
    return [(item["JobId"], item["ExportSourceType"], item["JobStatus"]) for item in items]


def check_deliverability(world: World) -> Differences:
    """Compare the subscription and the placement tests that both APIs return."""
    tests = {
        test_id: (test.name, test.sender, test.status(world.elapsed))
        for test_id, test in world.placement_tests.items()
    }
    pairs: Differences = []
    for api in (SESV2, PINPOINT):
        subscription = dashboard.summarize(read(api, "GetDeliverabilityDashboardOptions"))
        pairs += [
            (f"{api} dashboard", subscription, dashboard.forecast_summary(world)),
            (f"{api} placement tests", _tests(api), tests),
        ]
    return pairs


def _tests(api: str) -> dict[str, tuple[str | None, str, str]]:
    items = read_all(api, "ListDeliverabilityTestReports", "DeliverabilityTestReports")
    return {
        item["ReportId"]: (
            item.get("ReportName"),
            item["FromEmailAddress"],
            item["DeliverabilityTestStatus"],
        )
        for item in items
    }


def check_endpoints(world: World) -> Differences:
    """Compare endpoints with their regions and states."""
    items = read_all(SESV2, "ListMultiRegionEndpoints", "MultiRegionEndpoints")
    actual = {item["EndpointName"]: (item["EndpointId"], item["Regions"], item["Status"]) for item in items}
    expected = {
        name: (endpoint.id, [OWN_REGION, endpoint.region], endpoint.status(world.elapsed))
        for name, endpoint in world.endpoints.items()
    }
    return [("endpoints", actual, expected)]


def check_reputation(world: World) -> Differences:
    """Compare the reputation of all entities, by ARN."""
    items = read_all(SESV2, "ListReputationEntities", "ReputationEntities")
    expected = [reputation.forecast_summary(world, arn) for arn in reputation.list_arns(world)]
    return [("reputation entities", list(map(reputation.summarize, items)), expected)]


def check_recommendations(world: World) -> Differences:
    """Compare the recommendations that a test added, and whether there are some about the DKIM of each domain."""
    items = read_all(SESV2, "ListRecommendations", "Recommendations")
    added = sorted(
        (item["Type"], item["ResourceArn"], item["Status"])
        for item in items
        if item["Type"] in recommendations.ADDED
    )
    about_dkim = {
        item["ResourceArn"] for item in items if item["Type"] == "DKIM" and item["Status"] == "OPEN"
    }
    expected = recommendations.judge_domains(world)
    return [
        ("added recommendations", added, recommendations.list_added(world)),
        ("recommended DKIM", {arn: arn in about_dkim for arn in expected}, expected),
    ]


REPORT_CHECKS = (
    check_receiving,
    check_jobs,
    check_deliverability,
    check_endpoints,
    check_reputation,
    check_recommendations,
)
