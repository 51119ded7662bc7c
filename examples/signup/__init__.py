"""A service that signs users up, and sends them mail through Amazon SES."""
