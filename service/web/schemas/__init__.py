"""The shapes of requests and answers, one noun per file."""
