"""What everything else reads: projects, classes, items, imports, labels, audits, counts."""
