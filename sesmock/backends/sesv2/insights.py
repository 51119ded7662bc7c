"""Metrics and insights in SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2
from sesmock.domain import clock
from sesmock.domain.events import bounces, event_documents, insights, metrics
from sesmock.domain.events.event_details import Bounce, Complaint
from sesmock.domain.identities import address_insights
from sesmock.protocol.constraints import Constraint

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result
    from sesmock.domain.events.events import Event
    from sesmock.domain.events.insights import RecipientInsights
    from sesmock.domain.mail.addresses import Address


_EVALUATIONS = (
    "HasValidSyntax",
    "HasValidDnsRecords",
    "MailboxExists",
    "IsRoleAddress",
    "IsDisposable",
    "IsRandomInput",
)


@sesv2.operation("BatchGetMetricData")
def batch_get_metric_data(context: Context, request: Params) -> Result:
    """Return metrics of sent messages by day in UTC; days without data are omitted.

    Messages to several recipients do not count. For messages to the mailbox simulator, only opens and clicks count.
    Raise NotFoundException while Virtual Deliverability Manager is off, or BadRequestException for a repeated
    id or an empty period. Spec: insights.md §2.
    """
    # SES checks this before the queries, even if they are invalid. Spec: insights.md §1 [P].
    metrics.require_vdm(context.account)
    queries = [_parse_query(query) for query in request["Queries"]]
    metrics.check(queries)
    results = [(query.id, metrics.sum_by_day(context.account, query)) for query in queries]
    return {
        "Results": [
            {"Id": query_id, "Timestamps": list(days), "Values": list(days.values())}
            for query_id, days in results
        ],
        # The only errors are INTERNAL_FAILURE and ACCESS_DENIED, which never happen here. Spec: insights.md §2.
        "Errors": [],
    }


@sesv2.operation("GetMessageInsights")
def get_message_insights(context: Context, request: Params) -> Result:
    """Return a message's sender, subject and tags, and the events of each recipient.

    Raise NotFoundException for an unknown message or while Virtual Deliverability Manager is off, or
    BadRequestException for a malformed id. Spec: insights.md §1 [P, U], §2.
    """
    message = insights.find(context.account, request["MessageId"])
    tags = event_documents.list_tags(message.events[0])
    return {
        "MessageId": message.message_id,
        "FromEmailAddress": message.sender,
        "Subject": message.subject or None,
        "EmailTags": [{"Name": name, "Value": value} for name, values in tags.items() for value in values],
        "Insights": [_dump_insight(insight) for insight in insights.group_by_recipient(message)],
    }


@sesv2.operation("GetEmailAddressInsights", checks={"EmailAddress": Constraint(minimum=1)})
def get_email_address_insights(context: Context, request: Params) -> Result:
    """Return SES's confidence that an address is well formed, exists, and is suitable for mail.

    `SesMock.confidences` sets the confidence for an address or a domain. Raise BadRequestException for a missing or
    empty address. Spec: insights.md §3 [D, I].
    """
    insights_of_address = address_insights.evaluate(
        context.account.world.confidences, request["EmailAddress"]
    )
    is_valid, *rest = [{"ConfidenceVerdict": confidence.name} for confidence in insights_of_address]
    evaluations = dict(zip(_EVALUATIONS, rest, strict=True))
    return {"MailboxValidation": {"IsValid": is_valid, "Evaluations": evaluations}}


def _parse_query(query: Params) -> metrics.Query:
    return metrics.Query(
        query["Id"],
        metrics.Metric[query["Metric"]],
        query["StartDate"].timestamp(),
        query["EndDate"].timestamp(),
        query.get("Dimensions", {}),
    )


def _dump_insight(insight: RecipientInsights) -> Params:
    return {
        "Destination": insight.recipient.address,
        "Isp": insight.provider,
        "Events": [_dump_event(event, insight.recipient) for event in insight.events],
    }


def _dump_event(event: Event, recipient: Address) -> Params:
    return {
        "Timestamp": clock.to_datetime(event.occurred_at),
        "Type": event.type.name,
        "Details": _dump_details(event, recipient),
    }


def _dump_details(event: Event, recipient: Address) -> Params | None:
    match event.details:
        case Bounce() as bounce:
            sentence = None if bounce.automatic_reply else bounces.find_diagnosis(bounce, recipient).sentence
            return {
                "Bounce": {
                    "BounceType": bounce.type.name,
                    "BounceSubType": bounce.subtype.value,
                    "DiagnosticCode": sentence,
                }
            }
        case Complaint(subtype, feedback_type):
            return {
                "Complaint": {
                    "ComplaintSubType": None if subtype is None else subtype.value,
                    "ComplaintFeedbackType": None if feedback_type is None else feedback_type.value,
                }
            }
    return None
