"""What a test asks of the messages that were sent."""
