"""Fuzzing: random calls compared with a reference model, and damaged requests."""
