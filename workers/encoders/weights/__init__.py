"""Weights as packages have them, made into what computes: a file per format."""
