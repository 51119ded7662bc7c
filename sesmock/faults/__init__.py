"""Faults that a test injects: errors, network failures, and denied permissions."""
