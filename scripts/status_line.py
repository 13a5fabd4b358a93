"""One line at the bottom of a terminal that says how far a download is, below what others say."""

import re
import shutil
import threading
from pathlib import Path
from typing import TextIO

NOTHING_YET = "looking for what to download"
TAIL_BYTES = 200_000
STEP = re.compile(r"^\s*(Downloading|Using cached|Building|Installing)\b.*", re.MULTILINE)
BYTES = re.compile(r"^Progress (\d+) of (\d+)$", re.MULTILINE)
BACK = "\r\033[K"


class StatusLine:
    """Shown on a terminal only: a file would keep each state of it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""
        self._writing = threading.Lock()

    def show(self, text: str) -> None:
        text = text[: shutil.get_terminal_size().columns - 1]
        with self._writing:
            if self._stream.isatty() and text != self._shown:
                self._shown = text
                self._write(BACK + text)

    def clear(self) -> None:
        self.show("")

    def say(self, lines: str) -> None:
        """Lines that stay; the last one ends."""
        with self._writing:
            self._write(f"{BACK}{lines}{self._shown}" if self._shown else lines)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def latest(log: Path) -> str:
    """What pip does just now, from what it wrote so far."""
    if not log.exists():
        return NOTHING_YET
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        tail = file.read().decode(errors="replace")
    steps = list(STEP.finditer(tail))
    if not steps:
        return NOTHING_YET
    step, after = steps[-1], BYTES.findall(tail, steps[-1].end())
    words = step[0].split()
    if words[0] == "Installing":
        return "unpacking what was downloaded"
    what = words[-3 if words[-1].endswith(")") else -1].rsplit("/", 1)[-1].split("-")[0]
    if words[0] != "Downloading":
        return f"{words[0].lower()} {what}"
    if not after:
        size = " ".join(words[-2:]) if words[-1].endswith(")") else ""
        return f"downloading {what} {size}".rstrip()
    done, total = (int(number) / 1e6 for number in after[-1])
    return f"downloading {what}, {done:,.0f} of {total:,.0f} MB"
