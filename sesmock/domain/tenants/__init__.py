"""Tenants: customers of the account with their own resources, reputation and suppression lists."""
