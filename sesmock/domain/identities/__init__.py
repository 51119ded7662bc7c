"""Identities: addresses and domains, and their verification."""
