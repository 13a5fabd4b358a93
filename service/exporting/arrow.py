"""pyarrow, where it is installed, and what it writes to."""

import io
from importlib import import_module
from typing import Any

from service.kit.errors import Invalid


def load_arrow(instead: str) -> tuple[Any, Any]:
    """pyarrow and its Parquet part; `Invalid` names what to ask for `instead` where it is missing.

    It is loaded when it is first asked for: it takes longer than the API does to start.
    """
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise Invalid(
            f"Parquet can't be written here: pyarrow is not installed. Ask for {instead}, "
            "or run `pip install pyarrow` where the API runs.",
            field="format",
        ) from error


class Sink(io.RawIOBase):
    """A file that is sent on while it is written."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken
