"""How good estimates of the released head are, on campaigns that are played once and recorded."""
