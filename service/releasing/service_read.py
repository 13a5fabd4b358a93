"""The HTTP API, as whoever asks for a release may use it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol


class Service(Protocol):
    def get(self, path: str, **query: Any) -> Any:
        """The JSON of an answer."""

    def rows(self, path: str) -> Iterator[Mapping[str, Any]]:
        """A list, page after page."""

    def lines(self, path: str, **query: Any) -> Iterator[Mapping[str, Any]]:
        """An answer of JSON lines."""

    def file(self, path: str, place: Path) -> None:
        """Writes an answer to a place."""

    def prepare(self, path: str) -> None:
        """Asks for what a job makes, and waits for it. Raises `PostilError` where there is none."""
