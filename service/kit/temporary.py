"""Folders for a while that don't stay when whoever made them is killed."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

JUST_MADE = 60.0
"""Seconds in which a folder may not be held yet."""


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A new one, for the block. Others of this prefix go whose process has ended without a word."""
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):  # whose it is lives, or is another user
            if time.time() - left.stat().st_mtime > JUST_MADE:
                with _held(left):
                    shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix) as place:
        folder = Path(place)
        with _held(folder):
            yield folder


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """By this process, as long as it lives. BlockingIOError while another does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
