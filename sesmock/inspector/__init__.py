"""Views of sent and received mail, events, publications and refused calls, for assertions in tests."""
