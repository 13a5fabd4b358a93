"""What SQLite needs so that many may write: one writer at a time, in turn, commits shared."""
