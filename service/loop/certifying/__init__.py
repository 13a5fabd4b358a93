"""Labels that the machine gives, where few of them are wrong."""
