"""The gateway, which answers HTTP requests to SES without I/O."""
