"""A bar of text on the screen, where there is one, or lines in a log."""

import sys
import time
from typing import Self

WIDTH = 30
EVERY_SECONDS = 0.1
LOGGED_EVERY_SECONDS = 10.0


class Progress:
    """How far something is: a line on standard error, drawn anew in its place.

    `shown`: None draws where a terminal or a notebook shows it, and nowhere else. True writes lines
    there: one in ten seconds, and at once where something begins, or all is done.
    """

    def __init__(self, name: str, *, shown: bool | None = None) -> None:
        self.name = name
        watched = _is_watched()
        self._shown = watched if shown is None else shown
        self._in_place = watched
        self._every = EVERY_SECONDS if watched else LOGGED_EVERY_SECONDS
        self._drawn_at = 0.0
        self._notes: set[str] = set()
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._length:
            sys.stderr.write("\n")
            sys.stderr.flush()
            self._length = 0

    def update(self, done: int, total: int | None = None, note: str = "") -> None:
        """Draws what is known now, unless it was just drawn and says the same."""
        now = time.monotonic()
        is_new = done == total or note not in self._notes
        if self._shown and (is_new or now - self._drawn_at >= self._every):
            self._drawn_at = now
            self._notes.add(note)
            self._draw(line(self.name, done, total, note))

    def say(self, sentence: str) -> None:
        """The last line, in the place of the bar."""
        if self._shown:
            self._draw(f"{self.name}: {sentence}")

    def _draw(self, text: str) -> None:
        if self._in_place:
            sys.stderr.write(f"\r{text}{' ' * (self._length - len(text))}")
            self._length = len(text)
        else:
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


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
