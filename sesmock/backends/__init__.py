"""The three APIs as thin layers over one world: they map wire names and defaults, and have no rules or state."""
