"""What a room of the service adds to others, which know nothing of it.

A room is a folder of `service/`. What it adds to a place of another stands in a module that the
place names: `conditions`, say. Who reads the place imports the module of that name of each room
that has one, so a folder that isn't there adds nothing.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Generic, TypeVar

import service

AddedT = TypeVar("AddedT")


@cache
def parts(name: str) -> tuple[ModuleType, ...]:
    """The modules of this name of all rooms that have one, by room."""
    folders = (each.name for each in pkgutil.iter_modules(service.__path__) if each.ispkg)
    names = (f"service.{folder}.{name}" for folder in sorted(folders))
    return tuple(import_module(each) for each in names if find_spec(each) is not None)


class Additions(Generic[AddedT]):
    """What rooms add to one place, in their modules of one name, in the order of rooms."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._added: list[AddedT] = []
        self._is_read = False

    def add(self, added: AddedT) -> AddedT:
        """RuntimeError once the place has been read: what was made of it would lack this."""
        if self._is_read:
            raise RuntimeError(
                f"{added} comes too late: the rooms' modules `{self._part}` have been read"
            )
        self._added.append(added)
        return added

    def __iter__(self) -> Iterator[AddedT]:
        parts(self._part)
        self._is_read = True
        return iter(self._added)
