"""A project from one house into another, in a private file."""
