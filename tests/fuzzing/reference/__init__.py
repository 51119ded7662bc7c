"""A model of SES that was written from docs/behavior/ and imports nothing from sesmock.

It says which names exist, and which calls SES refuses with which code. Where the specification is silent, so is the
model.
"""
