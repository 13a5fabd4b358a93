from tests.frozen import app, clock, migrated, shared, sqlite

__all__ = ["app", "clock", "migrated", "shared", "sqlite"]
