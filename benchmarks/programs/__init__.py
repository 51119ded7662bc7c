"""Programs that measure the imported sesmock through its public names only, so that they run on any commit."""
