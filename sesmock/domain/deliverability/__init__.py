"""The placement tests, statistics and campaigns of the Deliverability dashboard."""
