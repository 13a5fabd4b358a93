"""A kind of question a file."""
