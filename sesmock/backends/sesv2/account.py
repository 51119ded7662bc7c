"""The account, by SES v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.sesv2.backend import sesv2

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@sesv2.operation("GetAccount")
def get_account(context: Context, request: Params) -> Result:
    """Return the standing of the account and its quotas.

    Spec: v2.md §1.
    """
    account = context.account
    shut_down = account.enforcement_status == "SHUTDOWN"
    return {
        "EnforcementStatus": account.enforcement_status,
        "ProductionAccessEnabled": not account.sandbox,
        "SendingEnabled": account.sending_enabled and not shut_down,
        "SendQuota": {
            "Max24HourSend": account.max_24_hour_send,
            "MaxSendRate": account.max_send_rate,
            "SentLast24Hours": float(account.sent_last_24_hours),
        },
        "SuppressionAttributes": {"SuppressedReasons": account.suppressed_reasons},
    }
