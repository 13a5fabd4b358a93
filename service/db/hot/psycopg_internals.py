"""What rests on the insides of psycopg, which any release may change: all of it is here.

`tests/db/test_internals_of_psycopg.py` says of each what breaks when it does.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

BEGUN = (2, 3)
"""As libpq counts the states of a connection: within a transaction, a whole or a failed one."""
CURSOR = "raw_cursor"
"""In the `info` of a connection of the pool."""


def raw_cursor(driver: Any, info: dict[Any, Any]) -> Any:
    """One a connection, used again and again: to make one takes half as long as to ask by it.

    It takes PostgreSQL's own marks, `$1`; others psycopg looks for at each run of a long statement.
    """
    cursor = info.get(CURSOR)
    if cursor is None or cursor.connection is not driver:
        cursor = info[CURSOR] = _cursor_kind()(driver)
    return cursor


@cache
def _cursor_kind() -> Callable[[Any], Any]:
    kind: Callable[[Any], Any] = import_module("psycopg").RawCursor
    return kind


def roll_back(driver: Any) -> None:
    """Behind psycopg's back, which would have all dropped that is prepared on the connection."""
    server = driver.pgconn
    if server.transaction_status in BEGUN:
        server.exec_(b"ROLLBACK")
