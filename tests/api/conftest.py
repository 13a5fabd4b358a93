from tests.frozen import app, clock, migrated, shared

__all__ = ["app", "clock", "migrated", "shared"]
