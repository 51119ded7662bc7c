"""The Deliverability dashboard's tests, statistics and campaigns."""
