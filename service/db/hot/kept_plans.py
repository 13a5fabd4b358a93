"""What is prepared on a connection to PostgreSQL stays so when a transaction is rolled back.

The server keeps it, but psycopg has it deallocated, in case a table is gone that the transaction
had made: whatever was asked next on that connection was planned anew, twice, until it was prepared
again. All that only reads ends by a rollback: each look at how far a project is, each error.
Tables are made by migrations alone, on connections of their own.
"""

from typing import Any

from sqlalchemy import Engine

BEGUN = (2, 3)
"""As libpq counts the states of a connection: within a transaction, a whole or a failed one."""


def keep_plans(engine: Engine) -> None:
    """From now on, on connections of this engine, which is PostgreSQL's."""
    rest = engine.dialect.do_rollback

    def roll_back(connection: Any) -> None:
        server = connection.driver_connection.pgconn
        if server.transaction_status in BEGUN:
            server.exec_(b"ROLLBACK")
        rest(connection)  # which has nothing to do, or says that the server is gone

    # SQLAlchemy has no event in whose place something else could be done.
    engine.dialect.do_rollback = roll_back  # type: ignore[method-assign, assignment]
