from tests.frozen import app, clock, migrated, sqlite

__all__ = ["app", "clock", "migrated", "sqlite"]
