"""What happens to messages, and how SES tells of it."""
