"""Options of configuration sets that only SES v2 can set apply to mail from every API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.backends.one_state.test_one_state import (
    SESV2,
    SET,
    SET_CREATIONS,
    Shared,
    check_lifecycle,
    for_each_api,
    list_lifecycles,
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
    """Suppress the recipient, but let the set send mail to suppressed addresses."""
    v2("put_suppressed_destination", EmailAddress="ada@example.net", Reason="BOUNCE")()
    v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=[])()


SHARED = {
    "archiving options": Shared(
        create={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=ARCHIVE)},
        after_create=ARCHIVE,
        read=read_message(lambda message: message.archive),
        change={SESV2: v2("put_configuration_set_archiving_options", **SET, ArchiveArn=OTHER_ARCHIVE)},
        after_change=OTHER_ARCHIVE,
        remove={SESV2: v2("put_configuration_set_archiving_options", **SET)},
        after_remove=None,
    ),
    "VDM options": Shared(
        create={SESV2: put_vdm("ENABLED")},
        after_create=True,
        read=read_message(lambda message: message.transmission.engagement_metrics),
        change={SESV2: put_vdm("DISABLED")},
        after_change=False,
        remove={SESV2: v2("put_configuration_set_vdm_options", **SET)},
        after_remove=False,
    ),
    "message security options": Shared(
        create={SESV2: sign_mail},
        after_create=CERTIFICATE,
        read=read_message(lambda message: message.signed_by),
        change={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=DEFAULT)},
        after_change=None,
        remove={SESV2: v2("update_configuration_set", **SET, MessageSecurityOptions=SMIME)},
        after_remove=CERTIFICATE,
    ),
    "suppression options": Shared(
        create={SESV2: suppress_nothing},
        after_create={"ada@example.net": "delivered"},
        read=read_message(lambda message: dict(message.outcomes)),
        change={SESV2: v2("put_configuration_set_suppression_options", **SET, SuppressedReasons=["BOUNCE"])},
        after_change={"ada@example.net": "suppressed"},
        remove={SESV2: v2("put_configuration_set_suppression_options", **SET)},
        after_remove={"ada@example.net": "delivered"},
    ),
}


@pytest.mark.usefixtures("mocked")
@pytest.mark.parametrize(("shared", "creator", "changer", "remover"), list_lifecycles(SHARED))
def test_mail_of_every_api_follows_the_options(
    shared: Shared, creator: str, changer: str, remover: str
) -> None:
    """Options that SES v2 sets affect mail that any API sends with the set."""
    SET_CREATIONS["ses"]()

    check_lifecycle(shared, creator, changer, remover)
