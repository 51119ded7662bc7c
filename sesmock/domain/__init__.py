"""The world of SES and its rules in plain Python: no botocore, no wire names."""
