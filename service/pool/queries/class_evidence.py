"""What says what a class is: its examples, its labels, and what people looked at for it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, exists, insert, or_, select, union_all

from service.db.repository import Repository, is_one_of
from service.kit.vocabulary import ANSWERED
from service.pool.queries.conditions import LOOKS
from service.pool.tables.answers import ASSIGNMENTS
from service.pool.tables.classes import CLASS_EXAMPLES, CLASSES
from service.pool.tables.items import ITEMS
from service.pool.tables.labels import ITEM_CLASSES, LABELS


class Looked(NamedTuple):
    ordinal: int
    found: bool
    counts: bool
    """It was taken since its class was last written of."""


# Of those who are asked because an item may be of it, and of those who look for a class.
ALL_LOOKS = union_all(
    select(
        ASSIGNMENTS.c.id,
        ASSIGNMENTS.c.item_id,
        ASSIGNMENTS.c.hunted_class_id.label("class_id"),
        exists()
        .where(
            ITEM_CLASSES.c.item_id == ASSIGNMENTS.c.item_id,
            ITEM_CLASSES.c.class_id == ASSIGNMENTS.c.hunted_class_id,
        )
        .label("found"),
        ASSIGNMENTS.c.ended_at.label("at"),
    ).where(
        ASSIGNMENTS.c.hunted_class_id.is_not(None),
        is_one_of(ASSIGNMENTS.c.state, ANSWERED),
    ),
    *LOOKS,
).subquery("looks")
IS_NEW = or_(CLASSES.c.written_at.is_(None), ALL_LOOKS.c.at >= CLASSES.c.written_at)


class ClassEvidence(Repository):
    def examples(self, class_id: int) -> list[str]:
        """The sentences that a class was given, in their order."""
        mine = select(CLASS_EXAMPLES.c.text).where(CLASS_EXAMPLES.c.class_id == class_id)
        return list(self.execute(mine.order_by(CLASS_EXAMPLES.c.position)).scalars())

    def all_examples(self, project_id: int) -> dict[int, list[str]]:
        """The sentences of a project's classes by class, in their order."""
        mine = (
            select(CLASS_EXAMPLES.c.class_id, CLASS_EXAMPLES.c.text)
            .join(CLASSES, CLASSES.c.id == CLASS_EXAMPLES.c.class_id)
            .where(CLASSES.c.project_id == project_id)
            .order_by(CLASS_EXAMPLES.c.class_id, CLASS_EXAMPLES.c.position)
        )
        examples: dict[int, list[str]] = {}
        for class_id, text in self.execute(mine):
            examples.setdefault(class_id, []).append(text)
        return examples

    def set_examples(self, class_id: int, texts: Sequence[str]) -> None:
        """These and no others."""
        self.execute(delete(CLASS_EXAMPLES).where(CLASS_EXAMPLES.c.class_id == class_id))
        rows = [
            {"class_id": class_id, "position": position, "text": text}
            for position, text in enumerate(texts)
        ]
        if rows:
            self.execute(insert(CLASS_EXAMPLES), rows)

    def looks(self, class_id: int) -> list[Looked]:
        """What stands of those for a class, the oldest first; each item once."""
        return self.all_looks([class_id]).get(class_id, [])

    def all_looks(self, class_ids: Sequence[int]) -> dict[int, list[Looked]]:
        """The same of these classes, by class."""
        statement = (
            select(ALL_LOOKS.c.class_id, ITEMS.c.ordinal, ALL_LOOKS.c.found, IS_NEW)
            .join(ITEMS, ITEMS.c.id == ALL_LOOKS.c.item_id)
            .join(CLASSES, CLASSES.c.id == ALL_LOOKS.c.class_id)
            .where(ALL_LOOKS.c.class_id.in_(class_ids))
            .order_by(ALL_LOOKS.c.at, ALL_LOOKS.c.id)
        )
        looks: dict[int, dict[int, Looked]] = {}
        for class_id, ordinal, is_one, is_new in self.execute(statement):
            of_class = looks.setdefault(class_id, {})
            before = of_class.get(ordinal, Looked(ordinal, False, False))
            of_class[ordinal] = Looked(ordinal, before.found or is_one, before.counts or is_new)
        return {c: [*items.values()] for c, items in looks.items()}

    def labelled_as(self, class_ids: Sequence[int]) -> list[int]:
        """Ordinals of the items whose label names one of these classes."""
        statement = (
            select(LABELS.c.ordinal)
            .join(ITEM_CLASSES, ITEM_CLASSES.c.item_id == LABELS.c.item_id)
            .where(ITEM_CLASSES.c.class_id.in_(class_ids))
        )
        return list(self.execute(statement).scalars())
