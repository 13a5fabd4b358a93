"""Labels that a machine may give, with few of them wrong: how it is found out by few checks."""
