"""The SMTP interface."""
