"""What every table shares."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    TypeDecorator,
    text,
)
from sqlmodel import Field, SQLModel

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    return datetime.now(UTC)


WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""Of a table that is little more than its key: on SQLite the key's index is all there is."""


STAYS = "stays"
"""In the `info` of a table whose rows don't move with their project to another service: why."""


ID = BigInteger().with_variant(Integer(), "sqlite")
"""Of every number that names a row: 64 bits on either database. On SQLite every integer has them,
and only by the name INTEGER is a key the row's own place in its table."""


def primary_key(kind: Any = ID) -> Any:
    """A number that the database gives: there is none before a row is stored."""
    return Field(default=None, primary_key=True, sa_type=kind)


def foreign_key(
    target: str,
    *,
    kind: Any = ID,
    index: bool = False,
    nullable: bool = False,
    primary_key: bool = False,
) -> Any:
    """A reference that goes when its target goes: deleting a project deletes all of it."""
    reference = [ForeignKey(target, ondelete="CASCADE")]
    if nullable:
        return Field(default=None, sa_type=kind, sa_column_args=reference, index=index)
    return Field(sa_type=kind, sa_column_args=reference, primary_key=primary_key, index=index)


REFERS_TO = "refers_to"
"""In a column's `info`: the table that it refers to, where no foreign key says so."""


def implied_key(table: str, *, index: bool = False) -> Any:
    """A reference that nothing checks: it goes when the target of the row's other one goes.

    PostgreSQL looks each up, row by row: of an import's time that was a fourth.
    """
    return Field(sa_type=ID, index=index, sa_column_kwargs={"info": {REFERS_TO: table}})


def json_field(**options: Any) -> Any:
    return Field(sa_type=JSON, **options)


def nullable_json() -> Any:
    """JSON, or nothing: JSON's own null is for what says so."""
    return Field(default=None, sa_type=JSON(none_as_null=True))


@cache
def _codec(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class TypedJson(TypeDecorator[Any]):
    """A dataclass, kept as JSON. Fields that it no longer has are passed over when it is read."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type) -> None:
        super().__init__(none_as_null=True)
        self.kind = kind
        self._codec = _codec(kind)

    def plain(self, value: Any) -> Any:
        """As JSON has it."""
        return None if value is None else self._codec.dump_python(value, mode="json")

    def typed(self, stored: Any) -> Any:
        """Raises ValueError where it is no such thing."""
        return None if stored is None else self._codec.validate_python(stored)

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        return self.plain(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        return self.typed(value)


def typed_json(kind: type) -> Any:
    """A dataclass, or nothing."""
    return Field(sa_type=TypedJson(kind), nullable=True)


def text_enum(kind: type[StrEnum], **options: Any) -> Any:
    """An enumeration stored as its words, so that adding a value needs no migration."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda words: [word.value for word in words],
    )
    return Field(sa_type=stored, **options)


def partial_unique(name: str, *columns: str, where: str) -> Index:
    return Index(
        name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where)
    )


def partial_index(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
