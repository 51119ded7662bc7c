"""Publish to other services: through boto3, to a test's function, and in the envelopes of the services."""
