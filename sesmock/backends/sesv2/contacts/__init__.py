"""Contacts and their lists in SES v2."""
