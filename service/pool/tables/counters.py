from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from service.db.columns import WITHOUT_ROWID, foreign_key, metadata


class Counter(SQLModel, table=True):
    """A part of a count that people see; the count is the sum of its slots.

    It changes in the transaction of what it counts. Never in the project's row, for which everybody
    who writes would wait on PostgreSQL: each of a few people has a slot to add to.
    """

    __tablename__ = "counter"
    __table_args__ = (WITHOUT_ROWID,)

    project_id: int = foreign_key("project.id", primary_key=True)
    name: str = Field(max_length=32, primary_key=True)
    """A word of `Counted`."""
    day: int = Field(sa_type=BigInteger, primary_key=True)
    """The day (UTC) that it counts, by its ordinal; 0: all days."""
    key: int = Field(sa_type=BigInteger, primary_key=True)
    """The id of the class or the person it counts; 0 where there is none."""
    slot: int = Field(sa_type=BigInteger, primary_key=True)
    """Who added to it, roughly: one slot by itself may be below 0."""
    value: int = Field(sa_type=BigInteger)


COUNTERS = metadata.tables["counter"]
