"""What breaks when the insides of psycopg change that `psycopg_internals` rests on."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from service.db.database import POSTGRESQL_CONNECTION
from service.db.hot.psycopg_internals import raw_cursor, roll_back

pytestmark = pytest.mark.slow
Connection = psycopg.Connection[Any]
PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%41%'"


@pytest.fixture
def connection(postgresql_server: str) -> Iterator[Connection]:
    threshold = int(POSTGRESQL_CONNECTION["prepare_threshold"])
    with psycopg.connect(f"{postgresql_server}/postgres", prepare_threshold=threshold) as made:
        yield made


def test_raw_cursor(connection: Connection) -> None:
    """A statement's marks, `$1`, reach PostgreSQL as they are: else each `Prepared` is an error.

    One cursor asks everything, and knows whose it is: else a connection made anew is asked by the
    cursor of the one that is gone.
    """
    info: dict[Any, Any] = {}
    cursor = raw_cursor(connection, info)
    assert cursor.execute("SELECT $1::int + $2::int", (1, 2)).fetchall() == [(3,)]
    assert raw_cursor(connection, info) is cursor
    with psycopg.connect(connection.info.dsn) as another:
        assert raw_cursor(another, info) is not cursor


def test_pgconn_exec_and_transaction_status(connection: Connection) -> None:
    """Plans are dropped at each rollback, and each hand-out is planned anew. Or psycopg believes
    that a transaction goes on which has ended, and begins none."""
    planned = []
    for end in (lambda: roll_back(connection), connection.rollback):
        for _ in range(3):
            connection.execute("SELECT %s::int + 41", (1,))
        end()
        planned.append(connection.execute(PLANNED).fetchone())
        roll_back(connection)
        assert connection.info.transaction_status is psycopg.pq.TransactionStatus.IDLE
    assert planned[0] == (1,)
    assert planned[1] == (0,), "psycopg drops none any more: keep_plans isn't needed"
