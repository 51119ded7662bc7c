"""Clients of HTTP beside botocore and aiobotocore: what of them is patched while a mock is active."""
