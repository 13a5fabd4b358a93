"""Where somebody stands with an item, as far as an answer is concerned."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select

from service.errors import NotFound
from service.store.bulk_insert import write_few
from service.store.prepared import Prepared
from service.store.repository import Repository, at_most, is_one_of, word
from service.store.tables import ASSIGNMENTS
from service.vocabulary import ACTIVE, TOUCHED, AssignmentState, Source


class Place(NamedTuple):
    """An assignment: a lease, and what became of it."""

    id: int
    item_id: int
    user_id: int
    slot: int
    state: AssignmentState
    leased_at: datetime
    expires_at: datetime


PLACE = select(*(ASSIGNMENTS.c[name] for name in Place._fields))
GET = Prepared(
    PLACE.where(
        ASSIGNMENTS.c.id == bindparam("id"), ASSIGNMENTS.c.project_id == bindparam("project")
    )
)
_MINE = PLACE.where(
    ASSIGNMENTS.c.item_id == bindparam("item"),
    ASSIGNMENTS.c.user_id == bindparam("user"),
    ASSIGNMENTS.c.source != word(Source.IMPORT),
)
HOLDER = Prepared(_MINE.where(is_one_of(ASSIGNMENTS.c.state, TOUCHED)))
LATEST = Prepared(at_most(_MINE.order_by(ASSIGNMENTS.c.id.desc()), 1))
HOLDS_SLOT = Prepared(
    select(
        exists().where(
            ASSIGNMENTS.c.item_id == bindparam("item"),
            ASSIGNMENTS.c.slot == bindparam("slot"),
            ASSIGNMENTS.c.id != bindparam("but"),
            is_one_of(ASSIGNMENTS.c.state, ACTIVE),
        )
    )
)


def no_assignment(project_id: int, assignment_id: int) -> NotFound:
    return NotFound(f"There is no assignment {assignment_id} in project {project_id}.")


class PlaceRepository(Repository):
    def get(self, project_id: int, assignment_id: int) -> Place:
        found = self.execute(GET, {"id": assignment_id, "project": project_id}).one_or_none()
        if found is None:
            raise no_assignment(project_id, assignment_id)
        return Place._make(found)

    def holder(self, item_id: int, user_id: int) -> Place | None:
        """The assignment by which someone has an item, has answered it or has skipped it."""
        found = self.execute(HOLDER, {"item": item_id, "user": user_id}).one_or_none()
        return None if found is None else Place._make(found)

    def end(self, place: Place, state: AssignmentState, now: datetime) -> None:
        """Gives it the state with which it ends."""
        write_few(self.session, "assignment", {"state": state, "ended_at": now}, id=place.id)

    def lease_again(self, place: Place, until: datetime) -> None:
        """What was answered is out with the same person again."""
        again = {"state": AssignmentState.LEASED, "ended_at": None, "expires_at": until}
        write_few(self.session, "assignment", again, id=place.id)

    def latest(self, item_id: int, user_id: int) -> Place | None:
        found = self.execute(LATEST, {"item": item_id, "user": user_id}).one_or_none()
        return None if found is None else Place._make(found)

    def slot_is_free(self, place: Place) -> bool:
        """Whether nobody else has its place by now."""
        asked = {"item": place.item_id, "slot": place.slot, "but": place.id}
        return not self.execute(HOLDS_SLOT, asked).scalar_one()
