"""Items handed out, answers taken in, labels settled."""
