"""HTTP without nouns: the application, who may call, errors, the built page."""
