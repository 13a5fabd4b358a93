"""Audits that teach at once: what it gains, and whether their earlier scores tell of today."""
