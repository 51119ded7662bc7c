"""Configuration sets in SES v2."""
