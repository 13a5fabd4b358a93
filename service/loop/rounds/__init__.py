"""Rank, measure and compare."""
