"""A service that signs users up, and writes to them through Amazon SES."""
