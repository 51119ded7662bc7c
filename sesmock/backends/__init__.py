"""The three APIs as thin layers over one world: names and defaults on the wire, without rules or state."""
