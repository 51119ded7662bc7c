"""Pages that show a mock's mail in a browser, and the plain data behind them."""
