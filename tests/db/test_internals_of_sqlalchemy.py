"""What breaks when the insides of SQLAlchemy change that `sqlalchemy_internals` rests on."""

import re
import sqlite3
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Connection,
    Uuid,
    bindparam,
    column,
    create_engine,
    event,
    select,
    table,
    text,
)
from sqlalchemy.dialects import registry
from sqlalchemy.exc import IntegrityError, ProgrammingError

from service.db.hot.prepared import run_sql
from service.db.hot.sqlalchemy_internals import (
    before_rollback,
    from_driver,
    in_sql,
    to_driver,
    wrapped,
)

DIALECTS = {name: registry.load(name)() for name in ("sqlite", "postgresql.psycopg")}
ITEM = table("item", column("id"), column("text"))
FOUND = (
    select(ITEM.c.id)
    .where(ITEM.c.text == bindparam("second"), ITEM.c.id == bindparam("first"))
    .where(ITEM.c.id != 7)
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with create_engine("sqlite://").connect() as connection:
        yield connection


@pytest.mark.parametrize("name", DIALECTS)
def test_compiled_positiontup_and_bind_names(name: str) -> None:
    """A `Prepared` takes its values in another order, or not at all: rows are mixed up."""
    ready = in_sql(FOUND, DIALECTS[name])
    marks = ["?", "?", "?"] if name == "sqlite" else ["$1", "$2", "$3"]
    assert re.findall(r"\?|\$\d", ready.sql) == marks
    assert [*ready.names] == ["second", "first", "id_1"]
    assert ready.values["id_1"] == 7


def test_bindparam_expanding() -> None:
    """A list of any length is prepared with the length that it had first."""
    with pytest.raises(AssertionError, match="how many values"):
        in_sql(select(ITEM.c.id).where(ITEM.c.id.in_(bindparam("ids"))), DIALECTS["sqlite"])


def test_dialect_impl_with_its_processors() -> None:
    """Ids, times and JSON reach the driver and come back as something else."""
    sqlite, name = DIALECTS["sqlite"], UUID(int=1)
    bind, read = to_driver(Uuid(), sqlite), from_driver(Uuid(), sqlite, None)
    assert bind is not None
    assert read is not None
    assert (bind(name), read(name.hex)) == (name.hex, name)
    write = to_driver(JSON(), sqlite)
    assert write is not None
    assert write([1]) == "[1]"


def test_engine_dispatch_before_cursor_execute(connection: Connection) -> None:
    """Nobody hears what goes straight to the driver: the tests that count statements see none."""
    heard: list[Any] = []
    event.listen(connection.engine, "before_cursor_execute", lambda *sent: heard.append(sent[2:4]))
    run_sql(connection, "SELECT ?", (1,))
    assert heard == [("SELECT ?", (1,))]


def test_dbapi_error_instance(connection: Connection) -> None:
    """What two do at the same moment isn't known as that: it fails instead of being done again."""
    connection.execute(text("CREATE TABLE one (id INTEGER PRIMARY KEY)"))
    run_sql(connection, "INSERT INTO one VALUES (1)", (), gives=False)
    with pytest.raises(IntegrityError) as raised:
        run_sql(connection, "INSERT INTO one VALUES (1)", (), gives=False)
    assert isinstance(raised.value.orig, sqlite3.IntegrityError)


def test_dialect_is_disconnect(connection: Connection) -> None:
    """After the server was away each connection that was open fails a request of its own."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.close()
    lost = sqlite3.ProgrammingError("Cannot operate on a closed database.")
    with pytest.raises(ProgrammingError, match="closed database"):
        wrapped(connection, lost, "SELECT 1", ())
    assert connection.invalidated


def test_dialect_do_rollback(connection: Connection) -> None:
    """Plans are dropped at each rollback, and made anew: `keep_plans` is never called."""
    seen: list[Any] = []
    before_rollback(connection.engine, seen.append)
    connection.execute(text("SELECT 1"))
    driver = connection.connection.driver_connection
    connection.rollback()
    assert seen == [driver]
