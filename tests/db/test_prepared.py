"""Statements that go straight to the driver give and raise what they would by SQLAlchemy."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, event, insert, text
from sqlalchemy.exc import IntegrityError

from service.app import App
from service.db.hot import Prepared
from service.db.outage import has_met
from service.kit.errors import NotFound
from service.kit.vocabulary import Role, UserState
from service.people.queries.access import Access
from service.pool.queries.projects import STANDS, Projects
from service.pool.tables.people import USERS
from service.pool.tables.projects import PROJECTS
from tests.db import rows

pytestmark = pytest.mark.both_databases


def test_values_come_as_their_columns_have_them(app: App) -> None:
    with app.write() as uow:
        project = rows.project(uow)
        [stored] = uow[Projects].execute(STANDS, {"id": project})
        expected = uow[Projects].execute(PROJECTS.select().where(PROJECTS.c.id == project)).one()
        assert stored == tuple(expected)
        assert list(map(type, stored)) == list(map(type, expected))


def test_errors_are_known_as_usual_and_heard_by_who_listens(app: App) -> None:
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    ann = {
        "name": "Ann",
        "role": Role.ANNOTATOR,
        "state": UserState.ACTIVE,
        "is_program": False,
        "created_at": rows.NOON,
    }
    again = Prepared(insert(USERS).values(id=bindparam("id"), **ann))
    event.listen(app.database.engine, "before_cursor_execute", hear)
    with app.write() as uow:
        taken = rows.user(uow)
    with pytest.raises(IntegrityError) as raised, app.write() as uow:
        uow[Access].execute(again, {"id": taken})
    assert sum("INSERT INTO" in each and "user" in each for each in heard) == 2
    assert has_met(raised.value) or app.database.is_sqlite


def test_a_project_is_shared_as_it_is_now(app: App) -> None:
    with app.write() as uow:
        project = rows.project(uow)
    for name in ("One", uuid4().hex):
        with app.write() as uow:
            uow[Projects].lock(project).name = name
        with app.write() as uow:
            assert uow[Projects].share(project).name == name


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_was_planned_stays_so_when_a_transaction_is_rolled_back(app: App) -> None:
    """As the last of one that only reads is, and of one that fails."""

    def planned() -> set[str]:
        with app.database.write() as session:
            asked = text("SELECT name FROM pg_prepared_statements")
            return {*session.connection().execute(asked).scalars()}

    with app.write() as uow:
        project = rows.project(uow)
    for _ in range(3):
        with app.write() as uow:
            uow[Projects].share(project)
    before = planned()
    assert before
    with app.read() as uow:
        uow[Projects].get(project)
    with pytest.raises(NotFound), app.write() as uow:
        uow[Projects].lock(project + 1)
    assert before <= planned()
    with app.write() as uow:
        uow[Projects].lock(project).name = "kept"
        uow.session.flush()
        uow.session.rollback()
    with app.read() as uow:
        assert uow[Projects].get(project).name != "kept"
