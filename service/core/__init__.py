"""The pure part: arrays in, arrays out. No I/O, clock, settings, logging or torch."""
