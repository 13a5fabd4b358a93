"""How good a head is, class by class, and what it takes for what."""
