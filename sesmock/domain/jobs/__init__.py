"""Jobs that export metrics and insights, or import contacts and suppressed addresses."""
