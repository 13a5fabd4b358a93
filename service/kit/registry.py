"""Named rows that exist by being in a module of a package."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from service.kit.errors import Invalid
from service.kit.rooms import parts


class Entry(Protocol):
    """What a registry can hold."""

    @property
    def name(self) -> str: ...


class VersionedEntry(Entry, Protocol):
    """`name@version` never changes its numbers once released."""

    @property
    def version(self) -> int: ...


EntryT = TypeVar("EntryT", bound=Entry)
VersionedT = TypeVar("VersionedT", bound=VersionedEntry)


def _by_name(entry: Entry) -> str:
    return entry.name


class Registry(Mapping[str, EntryT], Generic[EntryT]):
    """By name the entries that the modules of `package` add when they are imported, and the modules
    of rooms that have the name `part`."""

    def __init__(
        self,
        package: str,
        noun: str,
        unknown: type[Invalid] = Invalid,
        *,
        field: str | None = None,
        part: str | None = None,
        order: Callable[[EntryT], Any] = _by_name,
    ) -> None:
        """`field` of a request names one; `unknown` is raised where there is none."""
        self._package, self._part, self._noun, self._order = package, part, noun, order
        self._unknown, self._field = unknown, field
        self._entries: dict[str, EntryT] = {}
        self._is_filled = False

    def add(self, entry: EntryT) -> EntryT:
        """Registers an entry. ValueError when there is one of that name already."""
        key = self._key(entry)
        if key in self._entries:
            raise ValueError(f"the {self._noun} {key!r} is registered twice")
        self._entries[key] = entry
        return entry

    def find(self, name: str) -> EntryT:
        """The entry called `name`; where there is none the error says which there are."""
        entry = self._called(name)
        if entry is None:
            choices = ", ".join(self.names())
            named = {} if self._field is None else {"field": self._field}
            raise self._unknown(
                f"There is no {self._noun} {name!r}. Use one of: {choices}.", **named
            )
        return entry

    def names(self) -> list[str]:
        return list(self)

    def __getitem__(self, name: str) -> EntryT:
        self._fill()
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        self._fill()
        return (self._key(entry) for entry in sorted(self._entries.values(), key=self._order))

    def __len__(self) -> int:
        self._fill()
        return len(self._entries)

    def _key(self, entry: EntryT) -> str:
        return entry.name

    def _called(self, name: str) -> EntryT | None:
        return self.get(name)

    def _fill(self) -> None:
        # Not at import: the modules of the package import the registry they register in.
        if self._is_filled:
            return
        package = importlib.import_module(self._package)
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{self._package}.{module.name}")
        if self._part is not None:
            parts(self._part)
        self._is_filled = True


def _by_version(entry: VersionedEntry) -> tuple[str, int]:
    return entry.name, entry.version


class VersionedRegistry(Registry[VersionedT]):
    """By `name@version`, each name's versions in their order."""

    def __init__(self, package: str, noun: str, unknown: type[Invalid] = Invalid) -> None:
        super().__init__(package, noun, unknown, order=_by_version)

    def names(self) -> list[str]:
        """Without versions."""
        return list(dict.fromkeys(entry.name for entry in self.values()))

    def all(self) -> list[VersionedT]:
        """Every version of every entry."""
        return list(self.values())

    def _key(self, entry: VersionedT) -> str:
        return f"{entry.name}@{entry.version}"

    def _called(self, name: str) -> VersionedT | None:
        """That of `name@version`; of a plain name the newest."""
        plain, _, version = name.partition("@")
        versions = [entry for entry in self.values() if entry.name == plain]
        return self.get(name) if version else next(reversed(versions), None)
