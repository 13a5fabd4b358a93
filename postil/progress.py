"""A bar of text on the screen, where there is one."""

import sys
import time
from typing import Self

WIDTH = 30
EVERY_SECONDS = 0.1


class Progress:
    """How far something is: a line on standard error, drawn anew in its place.

    `shown`: None draws where a terminal or a notebook shows it, and nowhere else.
    """

    def __init__(self, name: str, *, shown: bool | None = None) -> None:
        self.name = name
        self._shown = _is_watched() if shown is None else shown
        self._drawn_at = 0.0
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._length:
            sys.stderr.write("\n")
            sys.stderr.flush()
            self._length = 0

    def update(self, done: int, total: int | None = None, note: str = "") -> None:
        """Draws what is known now, ten times a second at most but for the end."""
        now = time.monotonic()
        if self._shown and (done == total or now - self._drawn_at >= EVERY_SECONDS):
            self._drawn_at = now
            self._draw(line(self.name, done, total, note))

    def say(self, sentence: str) -> None:
        """The last line, in the place of the bar."""
        if self._shown:
            self._draw(f"{self.name}: {sentence}")

    def _draw(self, text: str) -> None:
        sys.stderr.write(f"\r{text}{' ' * (self._length - len(text))}")
        sys.stderr.flush()
        self._length = len(text)


def line(name: str, done: int, total: int | None, note: str = "") -> str:
    """`Reading  ████▌     45 %  450 of 1,000`."""
    counted = f"{done:,}" if total is None else f"{done:,} of {total:,}"
    bar = ""
    if total:
        share = min(done / total, 1.0)
        full = round(WIDTH * share)
        bar = f"  {'█' * full}{'·' * (WIDTH - full)} {100 * share:3.0f} %"
    return f"{name}{bar}  {counted}{f'  {note}' if note else ''}"


def _is_watched() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules
