"""Encoders tried on a project's own labels: what each would bring, and what it would cost."""
