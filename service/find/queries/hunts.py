"""Where to look for the items of a class, and what was looked at."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, insert, or_, select, union_all, update
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository, is_one_of
from service.find.tables import HUNT_LOOKS, HuntLook
from service.kit.vocabulary import ANSWERED
from service.labelling.tables import ASSIGNMENTS
from service.pool.tables.classes import CLASS_EXAMPLES, CLASSES
from service.pool.tables.items import ITEMS
from service.pool.tables.labels import ITEM_CLASSES, LABELS


class Looked(NamedTuple):
    ordinal: int
    found: bool
    counts: bool
    """It was taken since its class was last written of."""


# By people who look for a class, and by those who are asked because an item may be of it.
LOOKS = union_all(
    select(
        HUNT_LOOKS.c.id,
        HUNT_LOOKS.c.item_id,
        HUNT_LOOKS.c.class_id,
        HUNT_LOOKS.c.found,
        HUNT_LOOKS.c.looked_at.label("at"),
    ).where(HUNT_LOOKS.c.live),
    select(
        ASSIGNMENTS.c.id,
        ASSIGNMENTS.c.item_id,
        ASSIGNMENTS.c.hunted_class_id,
        exists().where(
            ITEM_CLASSES.c.item_id == ASSIGNMENTS.c.item_id,
            ITEM_CLASSES.c.class_id == ASSIGNMENTS.c.hunted_class_id,
        ),
        ASSIGNMENTS.c.ended_at,
    ).where(
        ASSIGNMENTS.c.hunted_class_id.is_not(None),
        is_one_of(ASSIGNMENTS.c.state, ANSWERED),
    ),
).subquery("looks")


IS_NEW = or_(CLASSES.c.written_at.is_(None), LOOKS.c.at >= CLASSES.c.written_at)


class Hunts(Repository):
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
            select(LOOKS.c.class_id, ITEMS.c.ordinal, LOOKS.c.found, IS_NEW)
            .join(ITEMS, ITEMS.c.id == LOOKS.c.item_id)
            .join(CLASSES, CLASSES.c.id == LOOKS.c.class_id)
            .where(LOOKS.c.class_id.in_(class_ids))
            .order_by(LOOKS.c.at, LOOKS.c.id)
        )
        looks: dict[int, dict[int, Looked]] = {}
        for class_id, ordinal, is_one, is_new in self.execute(statement):
            of_class = looks.setdefault(class_id, {})
            before = of_class.get(ordinal, Looked(ordinal, False, False))
            of_class[ordinal] = Looked(ordinal, before.found or is_one, before.counts or is_new)
        return {c: [*items.values()] for c, items in looks.items()}

    def look(self, batch: UUID) -> HuntLook | None:
        return self.query(select_rows(HuntLook).where(col(HuntLook.batch) == batch)).one_or_none()

    def add_look(self, look: HuntLook) -> None:
        """In the place of an earlier one at the same item for the same class."""
        self.execute(
            update(HUNT_LOOKS)
            .where(
                HUNT_LOOKS.c.class_id == look.class_id,
                HUNT_LOOKS.c.item_id == look.item_id,
                HUNT_LOOKS.c.live,
            )
            .values(live=False)
        )
        self.add(look)

    def labelled(self, project_id: int) -> list[int]:
        """Ordinals of the items that have a label, whatever its state."""
        statement = select(LABELS.c.ordinal).where(LABELS.c.project_id == project_id)
        return list(self.execute(statement).scalars())

    def labelled_as(self, class_ids: Sequence[int]) -> list[int]:
        """Ordinals of the items whose label names one of these classes."""
        statement = (
            select(LABELS.c.ordinal)
            .join(ITEM_CLASSES, ITEM_CLASSES.c.item_id == LABELS.c.item_id)
            .where(ITEM_CLASSES.c.class_id.in_(class_ids))
        )
        return list(self.execute(statement).scalars())
