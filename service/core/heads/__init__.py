"""Small models on embeddings, one per file. They learn in milliseconds and follow people."""
