"""An answer and what comes next, in one go: what who labels does all day."""

from collections.abc import Collection
from typing import NamedTuple

from service.errors import PostilError
from service.loop.labelling.assign_items import Offer, assign_items
from service.loop.labelling.show_annotation import ShownAnnotation, show_submitted
from service.loop.labelling.submit_annotation import Answered
from service.loop.people.identify import Labelling
from service.store.unit_of_work import UnitOfWork


class Stored(NamedTuple):
    """What became of the answer."""

    annotation: ShownAnnotation | None
    is_new: bool
    refusal: PostilError | None
    """Why it isn't stored."""


def answer_and_next(
    uow: UnitOfWork,
    project_id: int,
    me: Labelling,
    sent: Answered,
    limit: int,
    holding: Collection[int] = (),
) -> tuple[Stored, Offer]:
    """Takes an answer in, then offers items; those are offered though it is refused."""
    stored = _stored(uow, project_id, me, sent)
    return stored, assign_items(uow, project_id, me.id, limit, holding)


def _stored(uow: UnitOfWork, project_id: int, me: Labelling, sent: Answered) -> Stored:
    try:
        return Stored(*show_submitted(uow, project_id, me, sent), None)
    except PostilError as error:  # before anything was written
        return Stored(None, False, error)
