"""What a browser shows of a mock's mail: its data as plain values, and the pages that are made of them."""
