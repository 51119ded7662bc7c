"""Tenants in SES v2."""
