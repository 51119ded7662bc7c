"""The domain model of SES in plain Python, without botocore or protocol names."""
