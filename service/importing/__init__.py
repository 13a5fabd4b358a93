"""From a file to items and known answers, and back; formats/ has one file per format."""
