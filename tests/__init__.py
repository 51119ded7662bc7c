"""The tests of sesmock."""
