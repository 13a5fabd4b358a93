"""Items found by what they mean: near some text, like another item, of a class that is rare."""
