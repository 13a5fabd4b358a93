"""What tests begin with, kept on disk between runs for as long as nothing that made it changes."""

import hashlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".prepared"
MADE_BY = tuple(
    f"{part}/*.py" for part in ("service/**", "workers/**", "alembic/**", "tests", "tests/parts")
)
KEPT_SECONDS = 24 * 3600
"""So long is kept what another state of the source made: a run of that one may go on."""


@cache
def place() -> Path:
    """The folder of what this source makes, with these packages, on this kind of machine."""
    digest = hashlib.sha256(f"{sys.version} {platform.machine()}".encode())
    installed = {f"{each.metadata['Name']} {each.version}" for each in distributions()}
    digest.update("\n".join(sorted(installed)).encode())
    for path in sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern)):
        digest.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    folder = FOLDER / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    for other in FOLDER.iterdir():
        if other.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def prepared(name: str, make: Callable[[Path], None]) -> Path:
    """A folder of that name, which `make` makes where there is none.

    Whole or not there: several processes may want it at once. Each makes one, the first that is
    done leaves its own for all.
    """
    target = place() / name
    if not target.exists():
        part = Path(mkdtemp(dir=place()))
        make(part / name)
        try:
            (part / name).rename(target)
        except OSError:  # another process has left its own meanwhile
            assert target.exists()
        shutil.rmtree(part)
    return target
