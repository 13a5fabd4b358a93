"""A project as people name it in a terminal."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid, NotFound
from service.pool.queries.projects import Projects


def project_called(uow: UnitOfWork, reference: str) -> int:
    """The id of the project with this id or name. Raises NotFound, Invalid when it is several."""
    if reference.isdecimal():
        return uow[Projects].get(int(reference)).id
    named = uow[Projects].called(reference)
    if not named:
        raise NotFound(f"There is no project called {reference!r}.")
    if len(named) > 1:
        ids = ", ".join(str(each.id) for each in named)
        raise Invalid(f"Several projects are called {reference!r}; give one's id: {ids}")
    return named[0].id
