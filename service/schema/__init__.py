"""The tables of all rooms: who needs the whole schema imports it from here."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from sqlmodel import SQLModel

from service.db.columns import metadata
from service.kit.rooms import parts

__all__ = ["MODELS", "metadata"]


def _modules() -> Iterator[ModuleType]:
    """Rooms keep their tables in a module, or in a folder of some."""
    for part in parts("tables"):
        inner = iter_modules(part.__path__) if hasattr(part, "__path__") else ()
        yield from (import_module(f"{part.__name__}.{each.name}") for each in inner)
        yield part


MODELS: dict[str, type[SQLModel]] = {
    str(each.__tablename__): each
    for module in _modules()
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, SQLModel) and hasattr(each, "__table__")
}
"""By the name of the table."""
