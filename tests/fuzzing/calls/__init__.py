"""The calls that walks make: sensible ones, whose outcome the reference predicts, and wild ones."""
