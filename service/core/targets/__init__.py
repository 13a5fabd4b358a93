"""What heads learn and are scored against: one class a row, or sets of them."""
