"""The settings of a project in what is asked for and told, read from the one table of them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

import pydantic
from pydantic import BaseModel, create_model

from service.kit.vocabulary import Role
from service.people.permissions import at_least
from service.pool.tables.project_settings import FIELDS, SETTINGS, checked_type
from service.pool.tables.projects import Project

CHANGED = [name for name, setting in SETTINGS.items() if not setting.is_fixed]
"""At any time."""
FIXED = [name for name, setting in SETTINGS.items() if setting.is_fixed]
"""From the beginning on."""
COPIED = [name for name, setting in SETTINGS.items() if setting.is_copied]
CAN_BE_NOTHING = {
    name for name, field in FIELDS.items() if type(None) in get_args(field.annotation)
}
M = TypeVar("M", bound=BaseModel)
Field = tuple[Any, Any]
"""Its type, and what `pydantic.Field` says of it."""


def takes_settings(body: type[M]) -> type[M]:
    """A request with a field for each setting: None is what isn't said."""
    return _with_fields(body, SETTINGS)


def changes_settings(body: type[M]) -> type[M]:
    """The same, but for settings that are said once."""
    return _with_fields(body, CHANGED)


def _with_fields(body: type[M], names: Iterable[str]) -> type[M]:
    return _derived(body, {name: (checked_type(name) | None, _field(name, None)) for name in names})


def tells_settings(result: type[M]) -> type[M]:
    """A result with a field for each setting."""
    return _derived(result, {name: _shown(name) for name in SETTINGS})


def _shown(name: str) -> Field:
    kind: Any = FIELDS[name].annotation
    if SETTINGS[name].is_for_engineers:
        return kind | None, _field(name, ..., " Null for annotators.")
    return kind, _field(name, ...)


def _field(name: str, default: Any, more: str = "") -> Any:
    return pydantic.Field(default, description=f"{FIELDS[name].description}{more}")


def _derived(model: type[M], fields: Mapping[str, Any]) -> type[M]:
    """The model with these fields too, by its own name."""
    return create_model(
        model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **fields
    )


def values_of(body: BaseModel) -> dict[str, Any]:
    """The settings that a request says."""
    return body.model_dump(exclude_none=True, include={*SETTINGS})


def settings_of(project: Project, role: Role) -> dict[str, Any]:
    """As somebody with this role is told them."""
    is_engineer = at_least(role, Role.ENGINEER)
    return {
        name: getattr(project, name) if is_engineer or not setting.is_for_engineers else None
        for name, setting in SETTINGS.items()
    }
