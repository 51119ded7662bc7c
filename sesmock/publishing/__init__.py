"""Publishing to other AWS services, through boto3 or to a test's function, in the envelopes of these services."""
