"""``@mock_ses`` on functions and classes."""
