"""Databases on a PostgreSQL server: made, copied, emptied, dropped."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """URL of a new database on the server: empty, or as another one is, which nobody uses."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


EMPTY = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    FOR name IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('TRUNCATE %I CASCADE', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


def empty(url: str) -> None:
    """Removes every row but the schema's version; ids begin at 1 again."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET lock_timeout = '10s'")
        connection.execute(EMPTY)
