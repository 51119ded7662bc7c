"""Dedicated IPs, their pools, and the blocklists that they are on."""
