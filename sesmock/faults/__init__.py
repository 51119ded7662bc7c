"""What a test has going wrong: errors, networks that fail, permissions that are withheld."""
