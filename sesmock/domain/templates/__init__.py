"""Stored templates and their rendering."""
