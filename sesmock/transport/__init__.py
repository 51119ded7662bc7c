"""Patches of client libraries. No other package touches their internals."""
