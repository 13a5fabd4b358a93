"""Background work: sent, claimed, run, ended."""
