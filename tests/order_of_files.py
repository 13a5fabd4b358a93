"""Which files of tests are begun first, and which run in one process."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

WAITING = ("production", "packaging", "client", "cli", "browser", "workers")
"""Folders of tests that wait for other processes, half of their time or more."""
LONG = (
    "production",
    "test_embedded_child.py",
    "test_encoding_process.py",
    "test_model_zip.py",
    "test_questions.py",
    "test_unsent.py",
    "packaging",
    "client",
    "cli",
    "workers",
    "test_project.py",
    "test_whole_campaign.py",
    "test_labelling.py",
    "test_data.py",
    "test_looks.py",
    "browser",
    "importing",
)
"""Files that take a minute or two, most of it waiting, and folders with such: what is begun first
doesn't end last, alone. Of files that the last run hadn't these come first; in a new clone, of all.
"""
TOGETHER = ("production",)
"""Folders whose files share a set-up that takes a start of ten processes: one process runs all."""
BESIDE = ("browser", "client")
"""Folders whose files share a service, which takes 8 to 9 s of CPU to set up: they follow each
other. A process that ran a file of another folder between two of theirs set it up again."""


def unit(item: pytest.Item) -> Path:
    """What one process runs."""
    folder = _folder(item.path)
    return folder if folder.name in TOGETHER else item.path


def waits(item: pytest.Item) -> bool:
    """Half of its time or more."""
    return _folder(item.path).name in WAITING


def _folder(file: Path) -> Path:
    """The folder that holds it, of those for each part of the source."""
    return next((each for each in file.parents if each.parent.name == "tests"), file.parent)


def name(item: pytest.Item) -> str:
    return str(unit(item).relative_to(item.config.rootpath))


def longest_first(
    files: Iterable[list[pytest.Item]], last: Mapping[str, float]
) -> list[list[pytest.Item]]:
    """By the seconds of the last run; what is `BESIDE` each other by the longest of it."""
    seconds = [(last.get(name(items[0]), math.inf), items) for items in files]
    longest: dict[Path, float] = {}
    for took, items in seconds:
        longest[_group(items)] = max(took, longest.get(_group(items), 0))

    def order(of: tuple[float, list[pytest.Item]]) -> tuple[float, int, str, float, int]:
        took, items = of
        group = _group(items)
        return -longest[group], _place(group), str(group), -took, _place(items[0].path)

    return [items for _, items in sorted(seconds, key=order)]


def _group(items: Sequence[pytest.Item]) -> Path:
    """What follows each other."""
    file = items[0].path
    folder = _folder(file)
    return folder if folder.name in BESIDE else file


def _place(file: Path) -> int:
    """Its place among `LONG`, by itself or by its folder; what isn't there comes after."""
    names = (file.name, _folder(file).name)
    return min((LONG.index(name) for name in names if name in LONG), default=len(LONG))
