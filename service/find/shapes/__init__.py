"""What comes in and leaves where items are looked for."""
