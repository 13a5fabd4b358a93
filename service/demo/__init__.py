"""A campaign to watch: real texts, simulated annotators, all through the public HTTP API."""
