"""What random sampling teaches on many tasks, and what that says of labels saved."""
