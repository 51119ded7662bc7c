"""A message: its addresses, its content and its bytes."""
