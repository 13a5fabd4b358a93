"""From a file to items and known answers, and back."""
