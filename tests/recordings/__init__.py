"""What SES was seen to write, as tests compare with it."""
