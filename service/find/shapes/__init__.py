"""Items found by what they mean."""
