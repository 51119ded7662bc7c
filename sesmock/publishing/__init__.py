"""Where publications go beyond their record: through boto3, to a test's own function; and their envelopes."""
