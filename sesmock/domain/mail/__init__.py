"""Messages: their addresses, content, headers and bytes."""
