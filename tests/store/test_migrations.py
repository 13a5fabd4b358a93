"""The schema: up, down, and the same as the models on either database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlmodel import select

from service.bootstrap import build
from service.errors import SchemaOutOfDate
from service.loop.app import App
from service.models import AnnotationClass, ItemClass, ItemSource, LabelClass, metadata
from service.settings import Settings
from service.store.migrate import check_revision, downgrade, migrate
from tests import databases
from tests.store import rows

pytestmark = pytest.mark.slow
LINKED_BEFORE = "0012-1"
"""What came before labels and answers were linked to classes."""


@pytest.fixture
def postgresql_url(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    """A database of the test's own: the schema changes."""
    with databases.database(postgresql_server, "schema", migrated_postgresql) as url:
        yield url


def tables(app: App) -> set[str]:
    return set(inspect(app.database.engine).get_table_names()) - {"alembic_version"}


def differences(app: App) -> list[Any]:
    with app.database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))


def test_down_leaves_nothing_and_up_brings_all_back(app: App) -> None:
    assert tables(app) == set(metadata.tables)
    downgrade(app.database)
    assert tables(app) == set()
    migrate(app.database)
    assert tables(app) == set(metadata.tables)


def test_migrations_give_what_the_models_say(app: App) -> None:
    assert differences(app) == []


def indexes(connection: Connection, schema: str) -> dict[str, str]:
    """The definition of every index, its condition included, which Alembic doesn't compare."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '{schema}'"
    found = connection.exec_driver_sql(query).all()
    return {
        name: definition.replace(f" ON {schema}.", " ON ")
        for name, definition in found
        if "alembic_version" not in definition
    }


def test_migrations_give_the_indexes_of_the_models(app: App) -> None:
    with app.database.engine.connect() as connection:
        migrated = indexes(connection, "public")
    with app.database.engine.connect() as connection:
        if app.database.is_sqlite:
            metadata.drop_all(connection)
        else:
            connection.exec_driver_sql("CREATE SCHEMA twin")
            connection.exec_driver_sql("SET search_path TO twin")
        metadata.create_all(connection)
        assert migrated == indexes(connection, "twin")
        assert len(migrated) > 20
        connection.rollback()


def test_a_difference_between_models_and_migrations_is_seen(app: App) -> None:
    with app.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX uq_job_mutex")
        connection.exec_driver_sql("ALTER TABLE note ADD COLUMN colour VARCHAR")
    assert {difference[0] for difference in differences(app)} == {"add_index", "remove_column"}


def test_labels_that_were_only_kept_move_to_the_data(app: App) -> None:
    with app.write() as uow:
        project = rows.project(uow)
        items = rows.items(uow, project, 4)
        [found] = uow.imports.of(project)
        found.columns = {"label": "mood"}
        for line, data in enumerate(({"a": "\\é\x00", "n": 1.0}, None, {"b": [None]}), start=1):
            uow.session.add(
                ItemSource(
                    item_id=items[line], import_id=found.id or 0, line=line, data=data, label="x'"
                )
            )
    downgrade(app.database, "0007")
    migrate(app.database)
    with app.read() as uow:
        data = {each.line: (each.data, each.label) for n in items for each in uow.items.sources(n)}
        [found] = uow.imports.of(project)
    assert data == {
        1: ({"a": "\\é\x00", "n": 1.0, "mood": "x'"}, None),
        2: ({"mood": "x'"}, None),
        3: ({"b": [None], "mood": "x'"}, None),
    }
    assert {"b", "mood"} <= {*found.column_names} <= {"a", "n", "b", "mood"}
    assert found.fold_case is False


def test_a_project_from_before_keeps_the_order_that_its_items_have(app: App) -> None:
    """And answers without an assignment are marked, and labels that wait get places in line."""
    with app.write() as uow:
        ann, ben = rows.user(uow), rows.user(uow, "ben")
        project = rows.project(uow)
        items = rows.items(uow, project, 3)
        lease = uow.items.add(rows.assignment(project, items[0], ann))
        uow.items.add(rows.annotation(project, items[0], ann, assignment_id=lease.id))
        uow.items.add(rows.annotation(project, items[1], ben))
        for item_id in items[:2]:
            uow.labels.put(rows.label(project, item_id), [])
    downgrade(app.database, "0005")
    migrate(app.database)
    with app.read() as uow:
        assert uow.projects.get(project).audit_secret == str(uow.projects.get(project).seed) == "1"
        assert [item.audit_key for item in uow.items.some(items).values()] == [0, 1 / 3, 2 / 3]
        assert [uow.annotations.live(item_id)[0].unasked for item_id in items[:2]] == [False, True]
        labels = [uow.labels.get(item_id) for item_id in items[:2]]
        assert [label.asked for label in labels if label is not None] == [True, False]
        assert len({label.place for label in labels if label is not None} - {None}) == 2
    assert differences(app) == []


def test_migrating_twice_changes_nothing(app: App) -> None:
    migrate(app.database)
    check_revision(app.database)
    assert differences(app) == []


def test_a_database_never_migrated_is_refused_with_the_command(settings: Settings) -> None:
    if settings.database_url is not None:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    with pytest.raises(SchemaOutOfDate, match=r"revision none.*postil migrate"):
        build(settings, check_schema=True)


def test_a_database_of_another_version_is_refused(app: App, settings: Settings) -> None:
    with app.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffff'")
    with pytest.raises(SchemaOutOfDate, match="revision ffff"):
        build(settings, check_schema=True)


def test_deleting_a_project_row_deletes_all_of_it(app: App) -> None:
    """Every table that belongs to a project goes with it, on either database."""
    with app.database.engine.connect() as connection:
        inspector = inspect(connection)
        for table in tables(app):
            for key in inspector.get_foreign_keys(table):
                assert key["options"].get("ondelete") == "CASCADE", (table, key)


def test_answers_from_before_are_linked_to_their_classes(app: App) -> None:
    with app.write() as uow:
        project, user = rows.project(uow), rows.user(uow)
        made = [LabelClass(project_id=project, position=n, name=f"{n}") for n in range(2)]
        uow.classes.add_all(made)
        classes = [each.id or 0 for each in made]
        [item] = rows.items(uow, project, 1)
        given = rows.annotation(project, item, user, answer=[classes[1]])
        uow.annotations.record(given, [])
        uow.labels.put(rows.label(project, item, answer=[classes[1]]), [])
    downgrade(app.database, LINKED_BEFORE)
    migrate(app.database)
    with app.read() as uow:
        [of_item] = uow.session.exec(select(ItemClass)).all()
        [of_answer] = uow.session.exec(select(AnnotationClass)).all()
    assert (of_item.item_id, of_item.class_id) == (item, classes[1])
    assert (of_answer.annotation_id, of_answer.class_id) == (given.id, classes[1])


def test_rounds_measured_before_become_points_of_the_curve(app: App) -> None:
    """With a single figure from 20 audit items on, where it once began at 10."""
    test = {"value": 0.75, "low": 0.5, "high": 0.9, "macro_f1": None, "items": 40, "reason": None}
    shared = {"n_labels": 30, "annotator_seconds": 60.0, "accuracy": 0.8, "low": 0.6, "high": 0.9}
    with app.write() as uow:
        project = rows.project(uow)
        for number, audits in enumerate((19, 20)):
            figures = {**shared, "macro_f1": 0.7, "n_audit": audits, "evaluation": test}
            uow.session.add(rows.round_of(project, number, metrics=figures))
        uow.session.add(rows.round_of(project, 2))
    downgrade(app.database, "0022-1")
    migrate(app.database)
    with app.read() as uow:
        few, enough = uow.figures.of(project)
    assert (few.estimate, few.macro_f1, few.low, few.high) == (None, None, 0.6, 0.9)
    assert (enough.estimate, enough.macro_f1, enough.labels, enough.known) == (0.8, 0.7, 30, 0)
    assert (few.compute_seconds, enough.compute_seconds) == (1.5, 3.0)
    assert (enough.test_value, enough.test_items, enough.test_macro_f1) == (0.75, 40, None)
