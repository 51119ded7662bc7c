"""Import and export jobs in SES v2."""
