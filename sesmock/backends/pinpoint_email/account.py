"""The account, by Pinpoint Email."""

from __future__ import annotations

from sesmock.backends.pinpoint_email.backend import pinpoint_email
from sesmock.backends.sesv2.backend import sesv2

pinpoint_email.adopt(
    sesv2, "GetAccount", "PutAccountDedicatedIpWarmupAttributes", "PutAccountSendingAttributes"
)
