"""What workers are asked while somebody waits; kinds/ has one file per kind."""
