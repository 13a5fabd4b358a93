"""What annotators do: items handed out, answers taken in, labels settled."""
