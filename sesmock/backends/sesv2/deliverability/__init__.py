"""Placement tests, the Deliverability dashboard and recommendations in SES v2."""
