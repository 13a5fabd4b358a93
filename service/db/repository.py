"""What every repository starts from: the ways in which statements run.

`query` asks for rows of models, `execute` runs all else, and `execute_driver` the few statements
whose thousands of values cost more to bind than to look up. Each writes pending changes first, so
no statement reads less than what its transaction has changed.

Rows are held with `key_share=True`: nobody else holds or changes them, but what refers to them can
be written. A plain FOR UPDATE makes that wait too, with all that it holds itself, for which the
holder may be waiting: a deadlock. Only who answers an item holds that so, and then waits for
nothing that others hold while they wait for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, TypeVarTuple, overload

from sqlalchemy import (
    Connection,
    CursorResult,
    Executable,
    ScalarResult,
    func,
    literal_column,
    select,
)
from sqlalchemy.engine import TupleResult
from sqlalchemy.orm.util import identity_key
from sqlmodel import SQLModel
from sqlmodel.sql.expression import Select, SelectOfScalar

from service.db.columns import metadata
from service.db.hot import Prepared, StatementRows
from service.db.hot.prepared import run_text
from service.db.hot.write_behind import connection_of, write_now
from service.db.unit_of_work import UnitOfWork

T = TypeVar("T")

LOOKED_UP = 500
"""Values that one statement names: far more would be too many parameters for some databases."""


def slices(rows: Sequence[T], length: int = LOOKED_UP) -> Iterator[Sequence[T]]:
    """Parts of at most `length`, in order."""
    for start in range(0, len(rows), length):
        yield rows[start : start + length]


Row = TypeVar("Row", bound=SQLModel)
Ts = TypeVarTuple("Ts")
Values = Mapping[str, Any]
PlainRows: TypeAlias = CursorResult[*tuple[Any, ...]]


class Repository:
    def __init__(self, uow: UnitOfWork) -> None:
        self.uow, self.session = uow, uow.session

    def add(self, row: Row) -> Row:
        """The row, stored in this transaction and with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Ids for this many new rows, which nobody else gets in this transaction."""
        if self.dialect == "postgresql":
            # Looked up once: for each row its name took ten times as long as its next number.
            sequence = f"(SELECT pg_get_serial_sequence('{table}', 'id')::regclass AS ids OFFSET 0)"
            statement = f"SELECT nextval(ids) FROM {sequence} AS named, generate_series(1, ?)"
            return [row[0] for row in self.execute_driver(statement, (count,))]
        last_id = select(func.max(metadata.tables[table].c.id))
        last = self.execute(last_id).scalar() or 0
        return range(last + 1, last + 1 + count)

    def delete(self, row: SQLModel) -> None:
        """Deletes a row that `query` found, before the next statement or the transaction's end."""
        self.session.delete(row)

    @overload
    def query(
        self, statement: SelectOfScalar[T], params: Values | None = None
    ) -> ScalarResult[T]: ...

    @overload
    def query(
        self, statement: Select[*Ts], params: Values | None = None
    ) -> TupleResult[tuple[*Ts]]: ...

    def query(self, statement: Any, params: Values | None = None) -> Any:
        """Rows of models: they are kept, one object a row, and what is changed in them is stored.

        Columns and counts that are asked in terms of models come typed by it too.
        """
        return self.session.exec(statement, params=params)

    @overload
    def execute(self, statement: Prepared, params: Values) -> StatementRows: ...

    @overload
    def execute(
        self, statement: Executable, params: Values | Sequence[Values] | None = None
    ) -> PlainRows: ...

    def execute(self, statement: Any, params: Any = None) -> Any:
        """Plain rows, and every change that is a statement: tables and columns, no objects.

        A third of what `query` costs, a tenth where it is `Prepared`. Objects that were read before
        don't know what it changes: see `outdate`.
        """
        self._write_pending()
        if isinstance(statement, Prepared):
            return statement.run(self._connection, params)
        return self._connection.execute(statement, params)

    def execute_driver(
        self, statement: str, values: tuple[Any, ...], *, gives: bool = True
    ) -> StatementRows:
        """SQL with `?` for each value, on either database. `gives`: it returns rows."""
        self._write_pending()
        return run_text(self._connection, statement, values, gives=gives)

    def _write_pending(self) -> None:
        """Nothing to do is found out in a microsecond."""
        self.session.flush()
        write_now(self.session)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._connection.dialect.name

    @property
    def _connection(self) -> Connection:
        return connection_of(self.session)

    def outdate(self, model: type[SQLModel], key: Any, *columns: str) -> None:
        """Has a row's object, if there is one, read again: a statement changed these columns."""
        entity = self.session.identity_map.get(identity_key(model, key))
        if entity is not None:
            self.session.expire(entity, columns or None)


@lru_cache(1_000)
def at_most(statement: Any, limit: int) -> Any:
    """The statement with its limit written out.

    PostgreSQL makes a plan for a tenth of all rows where it doesn't know how many are wanted, finds
    it dear, and so plans the statement anew each time.
    """
    return statement.limit(literal_column(str(limit)))


def word(value: StrEnum) -> Any:
    """The value written into the statement: a partial index is used for no bound parameter."""
    return literal_column(f"'{value.value}'")


def is_one_of(column: Any, values: tuple[StrEnum, ...]) -> Any:
    """As `column.in_(values)`, written into the statement."""
    return column.in_([word(value) for value in values])
