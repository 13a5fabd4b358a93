"""What the released model says: of texts that somebody sends, and of the pool."""
