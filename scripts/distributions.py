"""What pip holds for installed in `.venv`, and what of it isn't whole.

A pip that is stopped leaves a distribution that it takes for installed ever after.
"""

import csv
import shutil
from importlib.metadata import Distribution
from pathlib import Path

WRITTEN_LAST = ("METADATA", "INSTALLER", "RECORD")
"""Of a distribution: pip unpacks all of its files before it writes INSTALLER."""


def forget_broken(venv: Path, *, by_size: bool = False) -> None:
    """Lets pip install again what isn't whole: it looks at nothing but these folders.

    `by_size`: a file of another size is broken too. One may have been changed on purpose, such as a
    list of certificates, so this is for when something doesn't work.
    """
    for packages in venv.glob("lib/python*/site-packages"):
        for folder in packages.glob("*.dist-info"):
            if not is_whole(folder, by_size=by_size):
                shutil.rmtree(folder)
        for left in packages.glob("~*"):  # what pip was about to remove
            shutil.rmtree(left, ignore_errors=True)


def unfinished(venv: Path) -> bool:
    """Whether pip was stopped in a distribution; takes no time, as it looks at no other files."""
    return any(
        not (folder / name).exists()
        for folder in venv.glob("lib/python*/site-packages/*.dist-info")
        for name in WRITTEN_LAST
    )


def is_whole(folder: Path, *, by_size: bool = False) -> bool:
    """Whether a distribution has all of its files, as far as its `.dist-info` folder says."""
    about = Distribution.at(folder)
    if any(about.read_text(name) is None for name in WRITTEN_LAST):
        return False
    for name, _, size in csv.reader((about.read_text("RECORD") or "").splitlines()):
        file = folder.parent / name
        if file.suffix == ".pyc":  # Python writes these again
            continue
        if not file.exists():
            return False
        is_script = name.startswith("..")  # pip writes their first line
        if by_size and size and not is_script and file.stat().st_size != int(size):
            return False
    return True
