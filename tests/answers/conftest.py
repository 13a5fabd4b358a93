from tests.frozen import app, clock, empty_sqlite, postgresql, sqlite

__all__ = ["app", "clock", "empty_sqlite", "postgresql", "sqlite"]
