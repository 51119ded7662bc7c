"""Inbox placement tests, which SES calls test reports. Spec: deliverability.md §1, §2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import PINPOINT, SESV2, Forecast, describe, do_nothing
from tests.fuzzing.reference.sending import CODES, Send, foresee_send

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Parameters
    from tests.fuzzing.reference.world import World

DURATION = 24 * 3600.0


@dataclass
class PlacementTest:
    """The inbox placement test of a message."""

    name: str | None
    sender: str
    created: float

    def status(self, now: float) -> str:
        """Return the status at a time. Spec: deliverability.md §2."""
        return "COMPLETED" if now - self.created >= DURATION else "IN_PROGRESS"


def _describe_tests(api: str) -> None:
    """Register the operations of an API on placement tests."""

    @describe(api, "CreateDeliverabilityTestReport")
    def create(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Start a test of a message that SendEmail would accept; nothing is sent. Spec: deliverability.md §1 [D, I]."""
        sender, template = parameters["FromEmailAddress"], parameters["Content"].get("Template", {})
        name = template.get("TemplateName")
        forecast.doubt("TemplateArn" in template or "Raw" in parameters["Content"])
        rehearsal = Forecast()
        foresee_send(world, api, Send(sender, (), template=name), rehearsal)
        rehearsal.finish()
        # Whether a used-up quota matters is unknown. Spec: deliverability.md §1 [I].
        is_over_quota = CODES[api].over_quota in rehearsal.codes
        forecast.doubt(not rehearsal.is_certain, is_over_quota)
        codes = set(rehearsal.codes)
        if CODES[api].unverified in codes:
            codes.add("MailFromDomainNotVerifiedException")
        forecast.check(*((True, code) for code in codes))
        test = PlacementTest(parameters.get("ReportName"), sender, world.elapsed)
        forecast.expect("status", lambda answer: answer["DeliverabilityTestStatus"], "IN_PROGRESS")
        return lambda answer: world.placement_tests.update({answer["ReportId"]: test})

    @describe(api, "GetDeliverabilityTestReport")
    def get(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
        """Return a test, which has placements when it is complete. Spec: deliverability.md §1 [D, I]."""
        test = world.placement_tests.get(parameters["ReportId"])
        forecast.check((test is None, "NotFoundException"))
        if test is None:
            return do_nothing
        is_complete = test.status(world.elapsed) == "COMPLETED"
        for member, value in {
            "DeliverabilityTestStatus": test.status(world.elapsed),
            "ReportName": test.name,
            "FromEmailAddress": test.sender,
        }.items():
            read = lambda answer, member=member: answer["DeliverabilityTestReport"].get(member)  # noqa: E731
            forecast.expect(member, read, value)
        forecast.expect("placements", lambda answer: bool(answer["IspPlacements"]), is_complete)
        inbox = 100.0 if is_complete else None
        forecast.expect("inbox", lambda answer: answer["OverallPlacement"].get("InboxPercentage"), inbox)
        return do_nothing


for _api in (SESV2, PINPOINT):
    _describe_tests(_api)
