"""Quotas, statistics and the sending switch of the account in SES v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sesmock.backends.ses.backend import ses
from sesmock.domain import clock

if TYPE_CHECKING:
    from sesmock.backends.backend import Context, Params, Result


@ses.operation("GetSendQuota")
def get_send_quota(context: Context, request: Params) -> Result:
    """Return the quotas, and the number of recipients in the last 24 hours.

    Spec: account.md §4.
    """
    account = context.account
    return {
        "Max24HourSend": account.max_24_hour_send,
        "MaxSendRate": account.max_send_rate,
        # The model types this count as a double, and SES writes 127.0. Spec: account.md §4.
        "SentLast24Hours": float(account.sent_last_24_hours),
    }


@ses.operation("GetSendStatistics")
def get_send_statistics(context: Context, request: Params) -> Result:
    """Return the delivery attempts, bounces, complaints and rejects of the last two weeks, in 15-minute intervals.

    Each recipient counts, and intervals without mail are omitted. Spec: account.md §4.
    """
    from sesmock.domain.events import statistics  # no other operation of this module needs it

    return {
        "SendDataPoints": [
            {
                "Timestamp": clock.to_datetime(point.start),
                "DeliveryAttempts": point.delivery_attempts,
                "Bounces": point.bounces,
                "Complaints": point.complaints,
                "Rejects": point.rejects,
            }
            for point in statistics.list_data_points(context.account)
        ]
    }


@ses.operation("GetAccountSendingEnabled")
def get_account_sending_enabled(context: Context, request: Params) -> Result:
    """Return whether the account can send, that is, whether neither its owner nor AWS has paused it.

    Spec: account.md §4.
    """
    return {"Enabled": context.account.can_send}


@ses.operation("UpdateAccountSendingEnabled")
def update_account_sending_enabled(context: Context, request: Params) -> None:
    """Switch sending on or off for the account in this region; off if omitted.

    Raise InvalidParameterValue if AWS has paused the account and the request would switch it on.
    Spec: account.md §3, §4.
    """
    context.account.switch_sending(enabled=request.get("Enabled", False))
