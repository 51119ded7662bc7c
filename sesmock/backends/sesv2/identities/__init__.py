"""Identities in SES v2."""
