from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.db.columns import foreign_key, metadata, partial_unique, primary_key


class HuntLook(SQLModel, table=True):
    """Somebody looked at an item, to find out whether it is of a class."""

    __tablename__ = "hunt_look"
    __table_args__ = (partial_unique("uq_hunt_look_live", "class_id", "item_id", where="live"),)

    id: int = primary_key()
    batch: UUID = Field(unique=True)
    """Made by the client. The decision that the look led to, if any, has the same."""
    class_id: int = foreign_key("label_class.id", index=True)
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    found: bool
    """Whether it is of the class."""
    live: bool = True
    """False once it was undone, or the item was looked at again."""
    looked_at: datetime


HUNT_LOOKS = metadata.tables["hunt_look"]
