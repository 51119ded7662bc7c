"""SES v2, 2019-09-27: ``boto3.client("sesv2")``."""
