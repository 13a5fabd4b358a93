"""Rows of a project as they move to another database."""
