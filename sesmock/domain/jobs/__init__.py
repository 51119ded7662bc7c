"""Jobs that export metrics and message insights, or import contacts and suppressed addresses."""
