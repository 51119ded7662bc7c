"""AWS around SES: regions, ARNs, IAM and other services."""
