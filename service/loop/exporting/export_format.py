"""What a format of an export says of itself: each is a module of the package `export_formats`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from service.errors import Invalid
from service.kit.fields import Hidden
from service.loop.exporting.export_lines import Pages, Wanted

FORMATS = "service.loop.exporting.export_formats"


@dataclass(frozen=True)
class ExportFormat:
    """A kind of file that labels can be taken away in; `name` is also how the file ends."""

    name: str
    title: str
    """In the words of a menu."""
    content_type: str
    write: Hidden[Callable[[Pages, Wanted], Iterator[bytes]]]
    """Raises Invalid at once, not when the first bytes are asked for."""
    is_table: Hidden[bool]
    """Whether it begins with all columns, so that no row may come later that has another one; its
    cells hold answers as texts."""
    order: Hidden[int] = 100
    """Of the menu: the lowest first."""


_formats: dict[str, ExportFormat] = {}


def register(made: ExportFormat) -> ExportFormat:
    """Makes it one of the formats there are. ValueError when there is one of that name."""
    if made.name in _formats:
        raise ValueError(f"the format {made.name!r} is registered twice")
    _formats[made.name] = made
    return made


@cache
def export_formats() -> dict[str, ExportFormat]:
    """Every format by its name, in the order of the menu."""
    for module in iter_modules(import_module(FORMATS).__path__):
        import_module(f"{FORMATS}.{module.name}")
    return dict(sorted(_formats.items(), key=lambda each: (each[1].order, each[0])))


def format_called(name: str) -> ExportFormat:
    """`Invalid` when there is none, with those that there are."""
    found = export_formats().get(name)
    if found is None:
        known = ", ".join(export_formats())
        raise Invalid(f"There is no format {name!r}. Known: {known}.", field="format")
    return found
