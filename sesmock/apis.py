"""The three APIs of SES and the SMTP interface: their names, and the paths and packages of the APIs."""

from __future__ import annotations

from typing import Literal, NamedTuple

ApiName = Literal["ses", "sesv2", "pinpoint-email", "smtp"]
"""The name of an API, which is also the name of its boto3 client, or ``"smtp"`` for the SMTP interface."""


class Api(NamedTuple):
    """An API: its name, botocore's service id, the prefix of its paths, and its package in `sesmock.backends`."""

    name: ApiName
    service_id: str
    path: str
    package: str


SES = Api("ses", "SES", "/", "ses")
SESV2 = Api("sesv2", "SESv2", "/v2/email/", "sesv2")
PINPOINT_EMAIL = Api("pinpoint-email", "Pinpoint Email", "/v1/email/", "pinpoint_email")

APIS = {api.name: api for api in (SES, SESV2, PINPOINT_EMAIL)}
"""The APIs by name."""

SMTP: ApiName = "smtp"
"""The SMTP interface. It shares the world of the APIs, but botocore has no client for it."""
SMTP_SEND = "SendSmtpEmail"
"""The operation that events report for a send by SMTP. Spec: events.md §6 [R]."""
# These two are sesmock's own names, for the steps before a send that a fault can make fail.
SMTP_CONNECT = "Connect"
SMTP_AUTHENTICATE = "Authenticate"
