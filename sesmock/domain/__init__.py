"""The domain model of SES in plain Python, without botocore and without protocol names."""
