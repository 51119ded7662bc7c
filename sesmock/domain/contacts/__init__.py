"""Contact lists: who gets mail on which topics, and who does not want any."""
