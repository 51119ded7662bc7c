"""Sending: the checks and effects of every send."""
