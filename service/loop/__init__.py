"""The use cases, one verb phrase per file. The edge (request, task) opens the unit of work."""
