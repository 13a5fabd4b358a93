"""The model as people take it away: a zip, its card, its predictions."""
