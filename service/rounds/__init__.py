"""Rank, measure, compare."""
