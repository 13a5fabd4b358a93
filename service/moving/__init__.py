"""A project moved to another service, in a private file."""
