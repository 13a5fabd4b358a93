from tests.frozen import app, clock, migrated

__all__ = ["app", "clock", "migrated"]
