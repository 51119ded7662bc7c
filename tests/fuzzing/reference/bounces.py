"""Other kinds of mail: bounces of received mail, and custom verification mail. Spec: receiving.md §10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.reference.rules import SES, SESV2, describe
from tests.fuzzing.reference.sending import is_verified
from tests.fuzzing.reference.world import Identity

if TYPE_CHECKING:
    from tests.fuzzing.reference.rules import Effect, Forecast, Parameters
    from tests.fuzzing.reference.world import World

LONGEST = 24 * 3600.0


@describe(SES, "SendBounce")
def send_bounce(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Bounce an email of the last 24 hours to its sender; this counts toward the quota.

    Spec: receiving.md §10 [D, U, I].
    """
    mail = world.received.get(parameters["OriginalMessageId"])
    bounced = [item["Recipient"] for item in parameters["BouncedRecipientInfoList"]]
    forecast.check_elsewhere((not world.is_sending, "AccountSendingPausedException"))
    forecast.check((not is_verified(world, parameters["BounceSender"]), "MessageRejected"))
    is_known = mail is not None and world.elapsed - mail.arrived < LONGEST
    forecast.check((not is_known, "MessageRejected"))
    forecast.check((mail is not None and not set(bounced) <= set(mail.recipients), "MessageRejected"))
    # A bounce may also be refused for the same reasons as a send: the sandbox, pauses and the quota.
    is_plain = world.is_sending and not world.is_sandbox and world.is_plain and not world.entities
    is_below = world.sent is not None and world.sent < world.max_24_hour_send
    forecast.doubt(is_known and not (is_plain and is_below))

    def effect(_: object) -> None:
        world.sent = None if world.sent is None else world.sent + 1

    return effect


@describe(SES, "SendCustomVerificationEmail")
@describe(SESV2, "SendCustomVerificationEmail")
def send_verification(world: World, parameters: Parameters, forecast: Forecast) -> Effect:
    """Send an email and add an identity, which the next reading shows.

    Spec: custom_verification.md §2, §3.
    """
    forecast.doubt(True)

    def effect(answer: Parameters) -> None:
        world.messages[answer["MessageId"]] = None
        world.sent = None
        identity = world.identities.setdefault(parameters["EmailAddress"], Identity(None))
        identity.status = identity.status if identity.status == "Success" else None

    return effect
