"""The linter: one small file a check, with what to avoid and prefer; a false alarm is worse than a miss."""
