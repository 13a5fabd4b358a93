"""Parts that break when told to, so that one can see what is left after a power cut."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import IO

from service.app import App
from service.db.blobs import Blobs
from service.db.unit_of_work import UnitOfWork


class PowerCut(Exception):
    """Nothing that was under way is kept."""


class BreakingApp(App):
    """An app whose write number `writes` (from 0) is cut off just before it is kept."""

    def __init__(self, app: App, writes: int) -> None:
        super().__init__(app.settings, app.database, app.blobs, app.asking)
        self.left = writes

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        with super().write() as uow:
            yield uow
            self.left -= 1
            if self.left < 0:
                raise PowerCut


class BreakingBlobs(Blobs):
    """Blobs of which the first whose key holds `word` can't be written."""

    def __init__(self, url: str, word: str) -> None:
        super().__init__(url)
        self.word: str | None = word

    @contextmanager
    def writing(self, key: str, *, waits: bool = True) -> Iterator[IO[bytes]]:
        if self.word is not None and self.word in key:
            self.word = None
            raise PowerCut
        with super().writing(key, waits=waits) as file:
            yield file


KILLED = """
import os, sys
from service.db.blobs import Blobs

with Blobs(sys.argv[1]).writing(sys.argv[2]) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), 9)
"""


def killed_while_writing(folder: Path, key: str) -> None:
    """What a process leaves in the `folder` of blobs that dies in the middle of one."""
    ended = subprocess.run([sys.executable, "-c", KILLED, folder.absolute().as_uri(), key])
    assert ended.returncode == -SIGKILL
