"""New environments with some of the packages that are installed here, and what those require."""

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def environment(folder: Path, requirements: Iterable[str]) -> Path:
    """The Python of a virtual environment in which nothing else can be imported.

    Packages are links to where they are installed: to unpack and compile them anew takes half a
    minute.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [packages] = folder.glob("lib/*/site-packages")
    for name in required(requirements):
        for file in distribution(name).files or []:
            place = packages / file.parts[0]
            if file.parts[0] not in ("..", "__pycache__") and not place.is_symlink():
                place.symlink_to(str(distribution(name).locate_file(file.parts[0])))
    return folder / "bin" / "python"


def required(requirements: Iterable[str]) -> set[str]:
    """Names of all distributions that these lead to, with the extras that they ask for."""
    waiting = [(Requirement(each), frozenset[str]()) for each in requirements]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one, extras = waiting.pop()
        wanted = any(
            (one.marker is None or one.marker.evaluate({"extra": e})) for e in extras | {""}
        )
        asked = (canonicalize_name(one.name), frozenset(one.extras))
        if not wanted or asked in found:
            continue
        found.add(asked)
        waiting += [(Requirement(each), asked[1]) for each in distribution(one.name).requires or []]
    return {name for name, _ in found}
