"""Vectors of a model that somebody has: sent in a file, then a view like those of encoders."""
