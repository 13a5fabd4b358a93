"""What was answered, looked at again: agreement, disagreements, errors, notes."""
