"""What people said of the same items, and what they noted: what is looked at again."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal_column
from sqlalchemy import select as select_columns
from sqlmodel import col

from service.models import Annotation, Label
from service.store.repository import Repository, word
from service.store.tables import LABELS
from service.vocabulary import LabelState

# In the order of a place by which nothing is told: the first of many are drawn at random.
MANY_ANSWERED = (
    select_columns(LABELS.c.item_id)
    .where(LABELS.c.project_id == bindparam("project"), literal_column("people > 1"))
    .order_by(LABELS.c.place)
    .limit(bindparam("most"))
    .subquery()
)
SHARED = (
    select_columns(
        col(Annotation.item_id),
        col(Annotation.user_id),
        col(Annotation.answer),
        col(Label.answer),
        col(Label.state) == word(LabelState.SETTLED),
    )
    .join(MANY_ANSWERED, MANY_ANSWERED.c.item_id == col(Annotation.item_id))
    .join(Label, col(Label.item_id) == col(Annotation.item_id))
    .where(col(Annotation.live), ~col(Annotation.unasked), col(Annotation.import_id).is_(None))
    .order_by(col(Annotation.item_id), col(Annotation.user_id))
)


class SharedAnswer(NamedTuple):
    """What one of several people answered to an item, and its label."""

    item_id: int
    user_id: int
    answer: list[Any]
    label: list[Any]
    settled: bool


class ReviewRepository(Repository):
    def shared_answers(self, project_id: int, most: int) -> list[SharedAnswer]:
        """Of at most so many items that two people and more were asked for, by item."""
        rows = self.execute(SHARED, {"project": project_id, "most": most})
        return [SharedAnswer._make(row) for row in rows]
