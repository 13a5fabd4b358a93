"""Who may do what, and the ways in."""
