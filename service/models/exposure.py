from sqlmodel import SQLModel

from service.models.base import WITHOUT_ROWID, foreign_key


class Exposure(SQLModel, table=True):
    """Somebody was shown what a model thinks of an item that had no label.

    Who knows that is not asked for an audit answer to it.
    """

    __tablename__ = "exposure"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("item.id", primary_key=True)
    user_id: int = foreign_key("user.id", primary_key=True)
