from datetime import datetime

from sqlmodel import Field, SQLModel

from service.models.base import WITHOUT_ROWID, foreign_key


class Suggestion(SQLModel, table=True):
    """A class that a model outside thinks likely for an item. What rounds think is in rankings."""

    __tablename__ = "suggestion"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("item.id", primary_key=True)
    model: str = Field(primary_key=True, max_length=80)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)
    probability: float
    sent_at: datetime
