"""Databases on a PostgreSQL server: made, copied, emptied, dropped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg

TESTED = "tested"
"""The database that tests on PostgreSQL find empty, one after another."""


@contextmanager
def database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """URL of a new database on the server: empty, or as another one is, which nobody uses."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


FEW = 2**20
"""Bytes. A table of so many is truncated, which makes every table's files anew: 0.2 s."""
EMPTY = f"""
DO $$
DECLARE
    name text;
    large text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order
    SELECT relname INTO large FROM pg_stat_user_tables
        WHERE pg_relation_size(relid) > {FEW} LIMIT 1;
    FOR name IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled AND large IS NOT NULL THEN
            EXECUTE format('TRUNCATE %I CASCADE', name);
        ELSIF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


@contextmanager
def emptying(url: str) -> Iterator[Callable[[], object]]:
    """Removes every row but the schema's version; ids begin at 1 again.

    By one connection: to make one takes the server five times as long as to empty the database.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET lock_timeout = '10s'")
        yield partial(connection.execute, EMPTY)
