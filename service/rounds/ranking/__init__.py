"""What a measured round leaves."""
