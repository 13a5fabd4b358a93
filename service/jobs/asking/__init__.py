"""How questions to workers and their replies travel: a local socket, or Redis."""
