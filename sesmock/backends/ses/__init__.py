"""SES v1, 2010-12-01: ``boto3.client("ses")``."""
