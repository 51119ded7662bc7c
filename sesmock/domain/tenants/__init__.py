"""Tenants: customers of the account whose mail is kept apart."""
