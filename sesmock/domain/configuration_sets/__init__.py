"""Configuration sets, and where their events go."""
