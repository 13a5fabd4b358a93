"""Matrices of vectors, views side by side, neighbours."""
