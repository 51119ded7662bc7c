"""Contact lists: the addresses on them and their preferences for topics."""
