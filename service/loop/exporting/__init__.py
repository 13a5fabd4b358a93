"""Labels taken away."""
