"""Prints what Postil requires, a line each: `list_requirements.py [EXTRA …]`.

For an image, in which a layer of packages should not change with every line of our code.
Standard library only; pyproject.toml lies beside it or a folder higher.
"""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACES = (HERE / "pyproject.toml", HERE.parent / "pyproject.toml")


def requirements(project: dict[str, list[str]], extras: dict[str, list[str]]) -> list[str]:
    """The requirements of the package and of these extras, each once."""
    found = [*project["dependencies"], *(one for extra in extras.values() for one in extra)]
    return list(dict.fromkeys(found))


def main(names: list[str]) -> None:
    place = next(place for place in PLACES if place.exists())
    project = tomllib.loads(place.read_text(encoding="utf-8"))["project"]
    known = project["optional-dependencies"]
    print(*requirements(project, {name: known[name] for name in names}), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
