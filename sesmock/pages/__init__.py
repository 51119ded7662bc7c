"""Pages that show a mock's mail in a browser, and the plain data that they show."""
