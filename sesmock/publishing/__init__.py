"""Publish to other AWS services through boto3, or call a test's function, with messages in the services' envelopes."""
