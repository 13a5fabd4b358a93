"""What was looked at for a class."""

from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository
from service.find.tables import HUNT_LOOKS, HuntLook
from service.pool.tables.labels import LABELS


class Hunts(Repository):
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
