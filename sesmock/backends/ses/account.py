"""The account, by SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@ses.operation("GetSendQuota")
def get_send_quota(context: Context, request: Params) -> Result:
    """Return the quotas, and the recipients of the last 24 hours.

    Spec: v1.md §3 Account.
    """
    account = context.account
    return {
        "Max24HourSend": account.max_24_hour_send,
        "MaxSendRate": account.max_send_rate,
        "SentLast24Hours": float(account.sent_last_24_hours),
    }
