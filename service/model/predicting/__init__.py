"""What the released model predicts, for texts and for the pool."""
