"""How good the released head is, and how sure we can be."""
