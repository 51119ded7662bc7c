"""Fuzzing: random calls held against a reference model, and damaged requests."""
