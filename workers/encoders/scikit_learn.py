"""scikit-learn for encoders, which pass it arrays only."""

import importlib
import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from threading import get_ident


class _NoFrames(MetaPathFinder):
    """Finds no pandas in this thread."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        if name == "pandas" and get_ident() == self._thread:
            raise ModuleNotFoundError(name=name)


@cache
def import_without_pandas() -> None:
    """Imports it before anything else does: where pandas is installed it would load it, and Arrow
    with it, 40 MB, to know a frame when it is passed one."""
    finder = _NoFrames()
    sys.meta_path.insert(0, finder)
    try:
        importlib.import_module("sklearn.utils.fixes")
    finally:
        sys.meta_path.remove(finder)
