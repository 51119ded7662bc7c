"""From an HTTP request to a response, without I/O."""
