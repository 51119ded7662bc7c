"""Dedicated IPs and their pools in SES v2."""
