"""Projects: opened, changed, deleted, shown."""
