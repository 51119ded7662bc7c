"""The pytest plugin for sesmock."""
