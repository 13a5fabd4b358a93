"""What was said, looked at again: agreement, disagreements, suspected errors, notes."""
