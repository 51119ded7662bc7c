"""All APIs share the options that only SES v2 can set: mail from every API follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.one_state.test_one_state import (
    SESV2,
    SET,
    SETS_MADE,
    Shared,
    check_walk,
    for_each_api,
    list_walks,
    v2,
)
from tests.sending import send_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from sesmock import SentMessage

ARCHIVE = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-abcdefghijklmnopqrstuvwxyz"
OTHER_ARCHIVE = "arn:aws:ses:us-east-1:123456789012:mailmanager-archive/a-zyxwvutsrqponmlkjihgfedcba"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0f8b"
SMIME = {"SigningScheme": {"SmimeScheme": {"SignatureFormat": "DETACHED"}}}
DEFAULT: dict[str, Any] = {"SigningScheme": {"DefaultScheme": {}}}


def read_message(part: Callable[[SentMessage], Any]) -> dict[str, Callable[[], Any]]:
    """Return calls, one for each API, that send a message with the set and return a part of it."""
    return for_each_api(lambda api: part(send_message(api, ConfigurationSetName="news")))


def put_vdm(status: str) -> Callable[[], Any]:
    """Return an action that enables VDM for the account and sets the engagement metrics of the set."""

    def act() -> None:
        v2("put_account_vdm_attributes", VdmAttributes={"VdmEnabled": "ENABLED"})()
        options = {"DashboardOptions": {"EngagementMetrics": status}}
        v2("put_configuration_set_vdm_options", **SET, VdmOptions=options)()

    return act


def sign_mail() -> None:
    """Sign the mail of the set, and associate a certificate with its sender."""
    v2(
        "associate_email_identity_certificate",
        EmailIdentity="example.com",
        CertificateArn=CERTIFICATE,
        FromAddress="shop@example.com",
    )()
    v2("update_configuration_set", **SET, MessageSecurityOptions=SMIME)()


def suppress_nothing() -> None:
    """List the recipient, and send the mail of the set to listed addresses anyway."""
    v2("put_suppressed_destination", EmailAddress="ada@example.net", Reason="BOUNCE")()
    v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=[])()


SHARED = {
    "archiving options": Shared(
        make={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=ARCHIVE)},
        made=ARCHIVE,
        read=read_message(lambda message: message.archive),
        change={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=OTHER_ARCHIVE)},
        changed=OTHER_ARCHIVE,
        remove={SESV2: v2("put_configuration_set_archiving_options", **SET)},
        removed=None,
    ),
    "VDM options": Shared(
        make={SESV2: put_vdm("ENABLED")},
        made=True,
        read=read_message(lambda message: message.transmission.engagement_metrics),
        change={SESV2: put_vdm("DISABLED")},
        changed=False,
        remove={SESV2: v2("put_configuration_set_vdm_options", **SET)},
        removed=False,
    ),
    "message security options": Shared(
        make={SESV2: sign_mail},
        made=CERTIFICATE,
        read=read_message(lambda message: message.signed_by),
        change={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=DEFAULT)},
        changed=None,
        remove={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=SMIME)},
        removed=CERTIFICATE,
    ),
    "suppression options": Shared(
        make={SESV2: suppress_nothing},
        made={"ada@example.net": "delivered"},
        read=read_message(lambda message: dict(message.outcomes)),
        change={SESV2: v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=["BOUNCE"])},
        changed={"ada@example.net": "suppressed"},
        remove={SESV2: v2("put_configuration_set_suppression_options", **SET)},
        removed={"ada@example.net": "delivered"},
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "maker", "changer", "remover"), list_walks(SHARED))
def test_mail_of_every_api_follows_the_options(
    shared: Shared, maker: str, changer: str, remover: str
) -> None:
    """SES v2 options affect mail that SES v1 and Pinpoint Email send."""
    SETS_MADE["ses"]()

    check_walk(shared, maker, changer, remover)
