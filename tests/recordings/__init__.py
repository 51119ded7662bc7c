"""Recorded output of SES, for comparisons in tests."""
