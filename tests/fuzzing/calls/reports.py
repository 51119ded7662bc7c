"""Calls about jobs, the Deliverability dashboard, endpoints, reputation, insights and recommendations."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from tests.fuzzing.calls import names
from tests.fuzzing.calls.harvest import HARVEST
from tests.fuzzing.calls.shapes import BOOLEANS, TAGS, Call, Strategy, one, shaped, some
from tests.fuzzing.reference.reputation import POLICY
from tests.fuzzing.reference.rules import SES, SESV2

TODAY = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
DAYS = st.sampled_from([TODAY + timedelta(days=days) for days in (-2, -1, 0, 1, 29)])
PERIOD = {"StartDate": DAYS, "EndDate": DAYS}
JOB = shaped(JobId=HARVEST.values("JobId"))

METRICS = shaped(
    Dimensions=st.just({"ISP": ["*"]}),
    Namespace=st.just("VDM"),
    Metrics=st.just([{"Name": "SEND", "Aggregation": "VOLUME"}]),
    **PERIOD,
)
SOURCES = (
    shaped(MetricsDataSource=METRICS)
    | shaped(MessageInsightsDataSource=shaped(**PERIOD))
    | shaped(MetricsDataSource_=METRICS, MessageInsightsDataSource_=shaped(**PERIOD))
)
FORMAT = {"DataFormat": one(("CSV", "JSON"))}
OF_LIST = shaped(
    ContactListDestination=shaped(
        ContactListName=one(names.LISTS), ContactListImportAction=one(("PUT", "PUT", "DELETE"))
    ),
)
OF_SUPPRESSION = st.just({"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}})
OF_DELETION = st.just({"SuppressionListDestination": {"SuppressionListImportAction": "DELETE"}})


def of_files(destination: Strategy, kind: str) -> Strategy:
    """Return a strategy for imports of a kind of file, which may be missing."""
    urls = one((*(url for url in names.FILES if kind in url), "s3://imports/missing.csv"))
    source = urls.map(lambda url: {"S3Url": url, "DataFormat": "JSON" if url.endswith("json") else "CSV"})
    return shaped(ImportDestination=destination, ImportDataSource=source)


TESTED = shaped(Simple=st.just({"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hi"}}}))
TEST = {"FromEmailAddress": one(names.SENDERS), "ReportName_": one(("spring", "autumn"))}
SUBSCRIPTIONS = st.lists(
    one(("example.com", "example.org", "ada@example.net")).map(lambda domain: {"Domain": domain}), max_size=2
)
REPORTS: dict[str, Strategy] = {
    "PutDeliverabilityDashboardOption": shaped(
        DashboardEnabled=BOOLEANS | st.just(True), SubscribedDomains_=SUBSCRIPTIONS
    ),
    "GetDeliverabilityDashboardOptions": shaped(),
    "CreateDeliverabilityTestReport": shaped(Content=TESTED, Tags_=TAGS, **TEST),
    "GetDeliverabilityTestReport": shaped(ReportId=HARVEST.values("ReportId")),
    "GetDomainStatisticsReport": shaped(Domain=one(names.DOMAINS), **PERIOD),
    "GetDomainDeliverabilityCampaign": shaped(CampaignId=HARVEST.values("CampaignId")),
    "ListDomainDeliverabilityCampaigns": shaped(SubscribedDomain=one(names.DOMAINS), **PERIOD),
    "GetBlacklistReports": shaped(BlacklistItemNames=some(("192.0.2.1", "a"), 1)),
}
PINPOINT_REPORTS = REPORTS

ENTITY = {
    "ReputationEntityType": st.just("RESOURCE"),
    "ReputationEntityReference": one((*names.SET_ARNS[:2], *names.IDENTITY_ARNS[:4]))
    | HARVEST.values("TenantArn"),
}
KEYS_OF_ENTITIES = shaped(
    ENTITY_TYPE_=st.just("RESOURCE"),
    REPUTATION_IMPACT_=one(("LOW", "HIGH")),
    SENDING_STATUS_=one(("ENABLED", "DISABLED", "REINSTATED")),
    ENTITY_REFERENCE_PREFIX_=one((names.IDENTITY_ARNS[0][:-3], names.SET_ARNS[0][:-4])),
)
KEYS_OF_RECOMMENDATIONS = shaped(
    TYPE_=one(("DKIM", "DMARC", "BIMI")),
    IMPACT_=one(("LOW", "HIGH")),
    STATUS_=one(("OPEN", "FIXED")),
    RESOURCE_ARN_=one(names.IDENTITY_ARNS[:3]),
)
QUERY = shaped(
    Id=one(("a", "b")),
    Namespace=st.just("VDM"),
    Metric=st.just("SEND"),
    StartDate=st.just(TODAY - timedelta(days=2)),
    EndDate=one((TODAY - timedelta(days=2), *[TODAY + timedelta(days=3650)] * 3)),
)
ENDPOINT = {"EndpointName": one(names.ENDPOINTS)}
ROUTES = st.lists(one(("us-west-2", "us-west-2", "us-west-2", "us-east-1", "mars-1")), min_size=1, max_size=1)
V2_REPORTS: dict[str, Strategy] = {
    **REPORTS,
    "PutAccountVdmAttributes": shaped(
        VdmAttributes=shaped(VdmEnabled=one(("ENABLED", "ENABLED", "DISABLED")))
    ),
    "CreateExportJob": shaped(ExportDataSource=SOURCES, ExportDestination=shaped(**FORMAT)),
    "GetExportJob": JOB,
    "CancelExportJob": JOB,
    "ListExportJobs": shaped(
        ExportSourceType_=one(("METRICS_DATA", "MESSAGE_INSIGHTS")),
        JobStatus_=one(("COMPLETED", "CANCELLED")),
    ),
    "CreateImportJob": of_files(OF_LIST, "contacts")
    | of_files(OF_SUPPRESSION, "suppressed.")
    | of_files(OF_DELETION, "to_delete"),
    "GetImportJob": JOB,
    "ListImportJobs": shaped(ImportDestinationType_=one(("SUPPRESSION_LIST", "CONTACT_LIST"))),
    "CreateMultiRegionEndpoint": shaped(
        Details=shaped(RoutesDetails=ROUTES.map(lambda regions: [{"Region": each} for each in regions])),
        Tags_=TAGS,
        **ENDPOINT,
    ),
    "GetMultiRegionEndpoint": shaped(**ENDPOINT),
    "DeleteMultiRegionEndpoint": shaped(**ENDPOINT),
    "GetReputationEntity": shaped(**ENTITY),
    "ListReputationEntities": shaped(Filter_=KEYS_OF_ENTITIES),
    "UpdateReputationEntityCustomerManagedStatus": shaped(
        SendingStatus=one(("ENABLED", "DISABLED", "REINSTATED")), **ENTITY
    ),
    "UpdateReputationEntityPolicy": shaped(
        ReputationEntityPolicy=one(tuple(POLICY + name for name in ("none", "standard", "strict", "lax"))),
        **ENTITY,
    ),
    "ListRecommendations": shaped(Filter_=KEYS_OF_RECOMMENDATIONS),
    "GetMessageInsights": shaped(MessageId=HARVEST.values("MessageId")),
    "BatchGetMetricData": shaped(Queries=st.lists(QUERY, min_size=1, max_size=2)),
    "GetEmailAddressInsights": shaped(
        EmailAddress=one(
            (*names.RECIPIENTS, "support@example.com", "nobody", "bounce+a@simulator.amazonses.com")
        )
    ),
}

REPORT_KITS = {
    "vdm": [Call(SESV2, "PutAccountVdmAttributes", {"VdmAttributes": {"VdmEnabled": "ENABLED"}})],
    "endpoint": [
        Call(
            SESV2,
            "CreateMultiRegionEndpoint",
            {"EndpointName": "both", "Details": {"RoutesDetails": [{"Region": "us-west-2"}]}},
        )
    ],
    "receiving": [Call(SES, "SetActiveReceiptRuleSet", {"RuleSetName": "main"})],
}
