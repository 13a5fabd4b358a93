"""One file per arithmetic: in which numbers a model computes on a CPU."""
