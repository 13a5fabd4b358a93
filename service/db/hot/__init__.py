"""The fast path of statements that answers and imports wait for."""
