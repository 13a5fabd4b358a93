"""What fits heads and scores pools in a worker: numpy, or torch where that pays."""
