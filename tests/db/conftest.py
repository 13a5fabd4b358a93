from tests.own_clock import app

__all__ = ["app"]
