"""Keeps audits blind: what isn't found by looking, and who isn't asked any more."""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.pool.queries.blindness import Blindness
from service.pool.tables.projects import Project


def withheld(uow: UnitOfWork, project: Project) -> set[int]:
    """Ordinals of unlabelled items that search, filters, hunt and bulk pass over.

    What people are at, the next audits, and as many random others: to be passed over says nothing.
    """
    return uow[Blindness].withheld(project)


def note_exposure(uow: UnitOfWork, user_id: int, item_ids: Sequence[int]) -> None:
    """Somebody was shown what a model thinks of items that nobody has been asked about yet.

    They aren't asked for an audit answer to those; another person is.
    """
    uow[Blindness].note(user_id, item_ids)
