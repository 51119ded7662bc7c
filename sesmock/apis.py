"""The three APIs of SES: what all who tell them apart need to know."""

from __future__ import annotations

from typing import Literal, NamedTuple

ApiName = Literal["ses", "sesv2", "pinpoint-email", "smtp"]
"""An API, by the name of its boto3 client, or the SMTP interface."""


class Api(NamedTuple):
    """An API: its name, what botocore calls its service, how its paths start and its package in `sesmock.backends`."""

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
"""The SMTP interface: the same world by another protocol, so that it is none of the APIs of botocore."""
SMTP_SEND = "SendSmtpEmail"
"""What events call a send by SMTP. Spec: events.md §1.6 [R]."""
SMTP_CONNECT = "Connect"
SMTP_AUTHENTICATE = "Authenticate"
