"""Figures of answers that name several classes."""
