"""`postil replay`: strategies compared on a file whose answers are known, without a service."""
