"""SES's SMTP interface: the dialog without I/O, and a listener that serves it."""
