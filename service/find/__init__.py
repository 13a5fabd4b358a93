"""Items found by text, class or meaning, and labelled many at once."""
