"""Which items are asked about next."""
