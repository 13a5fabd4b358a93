"""Named, versioned entries that exist by being a module of a package."""

import importlib
import pkgutil
from typing import Generic, Protocol, TypeVar

from service.errors import Invalid


class Entry(Protocol):
    """What a registry can hold: `name@version` never changes its numbers once released."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...


EntryT = TypeVar("EntryT", bound=Entry)


class Registry(Generic[EntryT]):
    """The entries that the modules of `package` register when they are imported."""

    def __init__(self, package: str, noun: str, unknown: type[Invalid]) -> None:
        self._package = package
        self._noun = noun
        self._unknown = unknown
        self._entries: dict[tuple[str, int], EntryT] = {}
        self._discovered = False

    def add(self, entry: EntryT) -> None:
        """Registers an entry. ValueError when another one already has its name and version."""
        key = (entry.name, entry.version)
        if key in self._entries:
            raise ValueError(f"{self._noun} {entry.name}@{entry.version} is registered twice")
        self._entries[key] = entry

    def find(self, name: str) -> EntryT:
        """The entry called `name` (its newest version) or `name@version`."""
        plain, _, version = name.partition("@")
        for entry in reversed(self.all()):
            if entry.name == plain and version in ("", str(entry.version)):
                return entry
        known = ", ".join(self.names())
        raise self._unknown(f"There is no {self._noun} called {name!r}. Known: {known}.")

    def names(self) -> list[str]:
        """The names, without versions, in alphabetical order."""
        return sorted({entry.name for entry in self.all()})

    def all(self) -> list[EntryT]:
        """Every version of every entry, by name and version."""
        self._discover()
        return [self._entries[key] for key in sorted(self._entries)]

    def _discover(self) -> None:
        # Not at import: the modules of the package import the registry they register in.
        if self._discovered:
            return
        package = importlib.import_module(self._package)
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{self._package}.{module.name}")
        self._discovered = True
