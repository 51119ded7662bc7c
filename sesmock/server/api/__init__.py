"""The JSON API of the server."""
