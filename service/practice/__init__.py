"""Settled texts that somebody labels for practice before their first real one. Nothing counts."""
