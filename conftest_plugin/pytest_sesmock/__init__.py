"""The pytest plugin of sesmock."""
