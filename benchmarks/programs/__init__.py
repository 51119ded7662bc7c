"""Programs that measure the sesmock they import, through its public names alone: one commit's is like another's."""
