"""Pinpoint Email, 2018-07-26: ``boto3.client("pinpoint-email")``. What is not here, SES v2 does."""
