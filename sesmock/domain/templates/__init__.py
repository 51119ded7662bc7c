"""Stored templates, and the rendering of templates."""
