"""The calls that walks make: sensible ones, whose outcome the reference knows, and wild ones."""
