"""What labels teach an encoder, and on which model."""
