"""The inbox of the server: mail and resources in a browser."""
