"""What a project's screen shows."""
