"""Dedicated IPs, the pools that they are in, and the block lists that they are on."""
