"""Pinpoint Email, 2018-07-26: ``boto3.client("pinpoint-email")``. SES v2 serves the operations that are not here."""
