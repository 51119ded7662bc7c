"""The events of messages, and their publication by SES."""
