"""Several answers to one label."""
