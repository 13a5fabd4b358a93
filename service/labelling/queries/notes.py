"""Notes on items, and the replies to them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository
from service.kit.vocabulary import ImportState
from service.labelling.tables import NOTES, Note
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
from service.pool.tables.people import User

IS_UNREAD = and_(NOTES.c.replied_at.is_not(None), NOTES.c.reply_read_at.is_(None))
# Asked at every heartbeat of a labelling tab.
UNREAD = select_columns(func.count()).where(
    NOTES.c.project_id == bindparam("project"), NOTES.c.user_id == bindparam("user"), IS_UNREAD
)


class NotedItem(NamedTuple):
    """A note with its author's name, its item, and the item's label."""

    note: Note
    author: str
    item: Item
    label: Label | None


class Notes(Repository):
    def get(self, project_id: int, note_id: int) -> Note | None:
        note = self.session.get(Note, note_id)
        return note if note is not None and note.project_id == project_id else None

    def of_item(self, item_id: int) -> Sequence[tuple[Note, str]]:
        return self.query(
            select(Note, User.name)
            .join(User, col(User.id) == Note.user_id)
            .where(Note.item_id == item_id)
            .order_by(col(Note.id))
        ).all()

    def count(self, item_id: int, user_id: int) -> int:
        """Of a person on an item."""
        counted = select(func.count()).where(Note.item_id == item_id, Note.user_id == user_id)
        return int(self.query(counted).one())

    def count_open(self, project_id: int) -> int:
        """Of items that people see, that nobody has resolved."""
        statement = (
            select(func.count())
            .select_from(Note)
            .join(Item, col(Item.id) == Note.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(Note.project_id == project_id, col(Note.resolved_at).is_(None))
            .where(Import.state == ImportState.READY)
        )
        return int(self.query(statement).one())

    def open_of(self, item_id: int, user_id: int, kind: str) -> Sequence[Note]:
        """Those of a person on an item that nobody has resolved."""
        return self.query(
            select(Note).where(
                Note.item_id == item_id,
                Note.user_id == user_id,
                Note.kind == kind,
                col(Note.resolved_at).is_(None),
            )
        ).all()

    def page(
        self, project_id: int, *, is_open: bool, after: int, limit: int
    ) -> Sequence[NotedItem]:
        """Of items that people see, by the note's id."""
        resolved = col(Note.resolved_at)
        rows = self.query(
            select(Note, User.name, Item, Label)
            .join(User, col(User.id) == Note.user_id)
            .join(Item, col(Item.id) == Note.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .outerjoin(Label, col(Label.item_id) == Note.item_id)
            .where(Note.project_id == project_id, Note.id > after)
            .where(resolved.is_(None) if is_open else resolved.is_not(None))
            .where(Import.state == ImportState.READY)
            .order_by(col(Note.id))
            .limit(limit)
        ).all()
        return [NotedItem._make(row) for row in rows]

    def unread(self, project_id: int, user_id: int) -> Sequence[tuple[Note, str]]:
        """A person's notes with replies that they haven't read, with the items' texts."""
        return self.query(
            select(Note, Item.text)
            .join(Item, col(Item.id) == Note.item_id)
            .where(Note.project_id == project_id, Note.user_id == user_id, IS_UNREAD)
            .order_by(col(Note.id))
        ).all()

    def count_unread(self, project_id: int, user_id: int) -> int:
        values = {"project": project_id, "user": user_id}
        return int(self.execute(UNREAD, values).scalar_one())
