"""Databases and files: connections, transactions, migrations, blobs. Knows no table."""
