"""Identities: addresses and domains, and what they are verified by."""
