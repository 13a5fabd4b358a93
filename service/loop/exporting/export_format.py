"""What a format of an export says of itself: each is a module of the package `export_formats`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.kit.fields import Hidden
from service.kit.registry import Registry
from service.loop.exporting.export_lines import Pages, Wanted


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

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0]


EXPORT_FORMATS: Registry[ExportFormat] = Registry(
    "service.loop.exporting.export_formats",
    "format",
    field="format",
    order=lambda each: (each.order, each.name),
)
register = EXPORT_FORMATS.add
