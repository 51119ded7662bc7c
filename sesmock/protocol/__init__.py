"""Shapes and bytes: requests into parameters, results and errors into responses. It has never heard of e-mail."""
