from tests.frozen import app, clock

__all__ = ["app", "clock"]
