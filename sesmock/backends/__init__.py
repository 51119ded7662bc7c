"""The three APIs: thin faces of one world. Wire names and defaults, no rules, no state."""
