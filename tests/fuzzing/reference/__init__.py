"""A model of SES that was written from docs/behavior/ and imports nothing from sesmock.

It says which names exist and which calls SES refuses, with which code. Where the specification says nothing, the
model says nothing either.
"""
