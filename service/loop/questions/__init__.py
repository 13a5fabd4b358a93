"""What a worker is asked while somebody waits: kinds of question, and their replies."""
