"""Benchmarks of the working tree against another commit, and of both against botocore alone."""
