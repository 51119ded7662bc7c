"""SES v2, 2019-09-27: ``boto3.client("sesv2")``."""

NOUNS = {
    "account": ("GetAccount",),
    "identities": ("CreateEmailIdentity", "DeleteEmailIdentity", "GetEmailIdentity", "ListEmailIdentities"),
    "sending": ("SendEmail",),
}
"""The module of each operation, so that only what is called is imported."""
