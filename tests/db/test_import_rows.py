"""What an import asks of the store, whatever the database knew of its tables."""

import re

import pytest
from sqlalchemy import event

from service.app import App
from service.db.hot.prepared import run_sql
from service.kit.vocabulary import ItemRole
from service.pool.queries.imports import Imports
from service.pool.queries.stored_items import StoredItems
from tests.db import rows

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_an_import_reads_no_items_but_those_it_asks_for(app: App) -> None:
    """Nor later, if it began while there were none: no plan of its statement is kept."""
    with app.write() as uow:
        project = rows.project(uow)
        rows.items(uow, project, 3000)
        # Of a table counted while it was empty every index seems as good: by itself PostgreSQL
        # counts when it likes.
        uow[Imports].count_tables()
    asked = []
    event.listen(app.database.engine, "before_cursor_execute", lambda *given: asked.append(given))
    with app.read() as uow:
        for _ in range(10):
            assert uow[StoredItems].with_keys(project, ItemRole.POOL, [-0.25, -0.5]) == []
        connection, _, statement, values, *_ = asked[-1]
        explain = "EXPLAIN QUERY PLAN" if app.database.is_sqlite else "EXPLAIN"
        plan = str(run_sql(connection, f"{explain} {statement}", values))
        kept = (
            "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE '%unnest%'"
        )
        assert app.database.is_sqlite or run_sql(connection, kept, ()).scalar_one() == 0
    assert ("audit_key=?" if app.database.is_sqlite else "audit_key = wanted.key)") in plan
    assert not re.search("SCAN item|Seq Scan|Filter", plan), plan


def test_items_are_found_by_their_keys(app: App) -> None:
    with app.write() as uow:
        project, other = rows.project(uow), rows.project(uow)
        items = rows.items(uow, project, 4)
        rows.items(uow, other, 4)
    with app.read() as uow:
        found = uow[StoredItems].with_keys(project, ItemRole.POOL, [0.25, 0.3, 0.5])
        assert sorted(each.id for each in found) == items[1:3]
        assert uow[StoredItems].with_keys(project, ItemRole.EVALUATION, [0.25]) == []
