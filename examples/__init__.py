"""Applications that send mail, with their tests."""
