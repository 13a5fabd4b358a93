"""Where to look for the items of a class, and what was looked at."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from service.models import HuntLook
from service.store.repository import Repository
from service.store.tables import CLASS_EXAMPLES, CLASSES, HUNT_LOOKS, ITEM_CLASSES, ITEMS, LABELS


class Looked(NamedTuple):
    ordinal: int
    found: bool


class HuntRepository(Repository):
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
        found: dict[int, list[str]] = {}
        for class_id, text in self.execute(mine):
            found.setdefault(class_id, []).append(text)
        return found

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
        """What stands of those for a class, the oldest first."""
        asked = (
            select(ITEMS.c.ordinal, HUNT_LOOKS.c.found)
            .join(ITEMS, ITEMS.c.id == HUNT_LOOKS.c.item_id)
            .where(HUNT_LOOKS.c.class_id == class_id, HUNT_LOOKS.c.live)
            .order_by(HUNT_LOOKS.c.looked_at, HUNT_LOOKS.c.id)
        )
        return [Looked._make(row) for row in self.execute(asked)]

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
        asked = select(LABELS.c.ordinal).where(LABELS.c.project_id == project_id)
        return list(self.execute(asked).scalars())

    def labelled_as(self, class_ids: Sequence[int]) -> list[int]:
        """Ordinals of the items whose label names one of these classes."""
        asked = (
            select(LABELS.c.ordinal)
            .join(ITEM_CLASSES, ITEM_CLASSES.c.item_id == LABELS.c.item_id)
            .where(ITEM_CLASSES.c.class_id.in_(class_ids))
        )
        return list(self.execute(asked).scalars())
