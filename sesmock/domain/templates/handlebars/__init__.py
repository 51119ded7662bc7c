"""Handlebars as SES's templates speak it: read once, rendered often. Spec: events.md §4."""
