"""Background work: asked for, sent, run, ended."""
