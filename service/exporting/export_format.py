"""What a format of an export says of itself: each is a module of the package `export_formats`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.exporting.table import Table
from service.kit.fields import Hidden
from service.kit.registry import Registry


class RowCount:
    """Counts the rows of a file as it passes, or once it is whole; this one can't."""

    def __init__(self, file: Path | None = None) -> None:
        """`file`: where it is written to, if anywhere."""
        self.file = file

    def add(self, piece: bytes) -> None:
        """Looks at what passes."""

    def rows(self) -> int | None:
        """No header among them; None where that can't be told here."""
        return None


@dataclass(frozen=True)
class ExportFormat:
    """A kind of file that labels can be taken away in; `name` is also how the file ends."""

    name: str
    title: str
    """In the words of a menu."""
    content_type: str
    write: Hidden[Callable[[Table], Iterator[bytes]]]
    """Raises Invalid at once, not when the first bytes are asked for."""
    is_flat: Hidden[bool]
    """Whether its cells hold no lists. It begins with all columns, so that no row may come later
    that has another one; labels are texts in it, and have a column for each of their data."""
    count: Hidden[type[RowCount]] = RowCount
    order: Hidden[int] = 100
    """Of the menu: the lowest first."""

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0]


EXPORT_FORMATS: Registry[ExportFormat] = Registry(
    "service.exporting.export_formats",
    "format",
    field="format",
    order=lambda each: (each.order, each.name),
)
register = EXPORT_FORMATS.add
