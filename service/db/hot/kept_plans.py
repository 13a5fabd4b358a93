"""What is prepared on a connection to PostgreSQL stays so when a transaction is rolled back.

The server keeps it, but psycopg has it deallocated, in case a table is gone that the transaction
had made: whatever was asked next on that connection was planned anew, twice, until it was prepared
again. All that only reads ends by a rollback: each look at how far a project is, each error.
Tables are made by migrations alone, on connections of their own.
"""

from sqlalchemy import Engine

from service.db.hot.psycopg_internals import roll_back
from service.db.hot.sqlalchemy_internals import before_rollback


def keep_plans(engine: Engine) -> None:
    """From now on, on connections of this engine, which is PostgreSQL's."""
    before_rollback(engine, roll_back)
