"""The classes that a name in a query stands for."""

from collections.abc import Sequence

from service.answers.names import no_such_class
from service.errors import Invalid
from service.store.classes import Classes
from service.store.unit_of_work import UnitOfWork


def named_family(
    uow: UnitOfWork, project_id: int, name: str | None, field: str
) -> Sequence[int] | None:
    """The class of that name, with those that mean it; `Invalid` where there is none."""
    if name is None:
        return None
    ids = uow[Classes].answerable(project_id)
    if name not in ids:
        raise Invalid(no_such_class(name, ids), field=field)
    return uow[Classes].family(project_id, ids[name])
