"""A project's model, packed to be taken away."""
