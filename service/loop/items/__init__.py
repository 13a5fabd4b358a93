"""Items looked for: found, shown with what is known of each, and labelled many at once."""
