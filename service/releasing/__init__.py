"""A release: a folder with a project's labels for others, made by a client of the public API."""
