"""Message insights and metrics, for accounts with the Virtual Deliverability Manager.

Spec: insights.md §1, §2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzzing.reference.rules import SESV2, describe, do_nothing

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World


class Message(NamedTuple):
    """A sent message; its outcomes are the event types of its only recipient, or None if unknown."""

    sender: str
    recipients: tuple[str, ...]
    outcomes: tuple[str, ...] | None


@describe(SESV2, "PutAccountVdmAttributes")
def switch(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Switch the Virtual Deliverability Manager on or off. Spec: account.md §3."""
    return lambda _: setattr(world, "has_vdm", parameters["VdmAttributes"]["VdmEnabled"] == "ENABLED")


@describe(SESV2, "GetMessageInsights")
def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Return the insights of a message; refuse every call without VDM, then malformed and unknown ids.

    Spec: insights.md §1 [P, U].
    """
    message_id = parameters["MessageId"]
    forecast.check((not world.has_vdm, "NotFoundException"))
    is_unknown = message_id not in world.messages
    forecast.check((is_unknown, "NotFoundException"), (is_unknown, "BadRequestException"))
    message = world.messages.get(message_id)
    forecast.doubt(message_id in world.messages and message is None)
    if message is not None:
        forecast.expect("sender", lambda answer: answer["FromEmailAddress"], message.sender)
        forecast.expect("recipients", _list_recipients, sorted(message.recipients))
    if message is not None and message.outcomes is not None:
        forecast.expect("outcomes", _list_outcomes, message.outcomes)
    return do_nothing


def _list_recipients(answer: dict[str, Any]) -> list[str]:
    return sorted(insight["Destination"] for insight in answer["Insights"])


def _list_outcomes(answer: dict[str, Any]) -> tuple[str, ...]:
    return tuple(event["Type"] for event in answer["Insights"][0]["Events"])


@describe(SESV2, "BatchGetMetricData")
def get_metrics(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Count messages to one recipient; refuse every call without VDM, then repeated ids and empty periods.

    Spec: insights.md §2 [P, U, I].
    """
    queries = parameters["Queries"]
    forecast.check((not world.has_vdm, "NotFoundException"))
    ids = [query["Id"] for query in queries]
    forecast.check(
        (len(set(ids)) < len(ids), "BadRequestException"),
        (any(query["StartDate"] >= query["EndDate"] for query in queries), "BadRequestException"),
    )
    counts_all = all(_counts_all_sends(world, query) for query in queries)
    if counts_all and world.single_sends is not None:
        expected = dict.fromkeys(ids, world.single_sends)
        forecast.expect("sends", _sum_results, expected)
    return do_nothing


def _counts_all_sends(world: World, query: dict[str, Any]) -> bool:
    is_wide = query["StartDate"] < world.started and query["EndDate"] > world.now
    return is_wide and query["Metric"] == "SEND" and not query.get("Dimensions")


def _sum_results(answer: dict[str, Any]) -> dict[str, int]:
    return {result["Id"]: sum(result["Values"]) for result in answer["Results"]}
