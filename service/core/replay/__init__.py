"""A campaign without a service, to measure strategies."""
