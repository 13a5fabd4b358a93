"""One file per kind of job: its row, and how one is asked for."""
