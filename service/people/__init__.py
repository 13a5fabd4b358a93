"""Who may do what; links, passwords, sessions, tokens."""
