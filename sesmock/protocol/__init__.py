"""The wire protocols: they read parameters from requests, and write results and errors as responses."""
