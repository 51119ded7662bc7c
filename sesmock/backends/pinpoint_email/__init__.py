"""Pinpoint Email, 2018-07-26: ``boto3.client("pinpoint-email")``. SES v2's functions serve all other operations."""
