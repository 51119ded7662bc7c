"""Programs that measure sesmock through its public names only, so they run with any commit."""
