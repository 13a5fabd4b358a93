"""The schema: up, down, and the same as the models on either database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from service.app import App
from service.bootstrap import build
from service.core.acquisition.audit_schedule import Audits
from service.kit.errors import SchemaOutOfDate
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.labelling.queries.annotations import Annotations
from service.pool.queries.counters import Counters
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, SettingChanges
from service.pool.tables.labels import Label
from service.rounds.queries.rounds import Rounds
from service.schema import metadata
from service.schema.migrate import check_revision, downgrade, migrate
from tests import databases
from tests.store import rows

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


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


def test_migrating_twice_changes_nothing(app: App) -> None:
    migrate(app.database)
    check_revision(app.database)
    assert differences(app) == []


def test_shares_of_audits_become_words_and_back(app: App) -> None:
    """The nearest of the three, told to the history; rounds that refer to it stay."""
    shares = {0.0: "fewest", 0.1: "fewest", 0.15: "balanced", 0.2: "proof", 0.5: "proof"}
    with app.write() as uow:
        of_share = {rows.project(uow): share for share in shares}
        for project in of_share:
            uow[Counters].count(project, Counted.LABELS, 7)
    downgrade(app.database, "0002")
    with app.database.engine.begin() as connection:
        for project, share in of_share.items():
            set_share = f"UPDATE project SET audit_share = {share} WHERE id = {project}"
            connection.exec_driver_sql(set_share)
    migrate(app.database)
    with app.write() as uow:
        for project, share in of_share.items():
            assert uow[Projects].get(project).audits is Audits(shares[share])
            [(change, _)] = uow[SettingChanges].page(project, after=0, limit=10)
            told = change.name, change.value, change.labels, change.changed_by
            assert told == ("audits", shares[share], 7, None)
            uow[Rounds].add(rows.round_of(project, 0, settings_as_of=change.id))
    downgrade(app.database, "0002")
    with app.database.engine.connect() as connection:
        told = "SELECT name, CAST(value AS VARCHAR) FROM setting_change ORDER BY id"
        found = [tuple(row) for row in connection.exec_driver_sql(told)]
        kept = connection.exec_driver_sql("SELECT count(*) FROM round").scalar_one()
        back = connection.exec_driver_sql("SELECT audit_share FROM project ORDER BY id").scalars()
        assert [*back] == [0.1, 0.1, 0.15, 0.2, 0.2]
    assert found == [("audit_share", str(n)) for n in (0.1, 0.1, 0.15, 0.2, 0.2)]
    assert kept == len(shares)
    migrate(app.database)


def test_who_answered_is_counted_from_the_answers_that_stand(app: App) -> None:
    """And whether they differ: not with what was retracted, nor with what nobody asked for."""
    given: list[list[dict[str, Any]]] = [
        [{"answer": [1]}, {"answer": [1]}],
        [{"answer": [1]}, {"answer": [2]}],
        [{"answer": [1]}, {"answer": [2], "live": False}],
        [{"answer": [1]}, {"answer": [2], "unasked": True}],
    ]
    with app.write() as uow:
        project = rows.project(uow)
        people = [rows.user(uow, name) for name in ("ann", "ben")]
        items = rows.items(uow, project, len(given))
        for item, answers in zip(items, given, strict=True):
            uow[LabelRows].add(Label(**rows.label(project, item)))
            for person, fields in zip(people, answers, strict=True):
                uow[Annotations].add(rows.annotation(project, item, person, **fields))
    downgrade(app.database, "0004")
    migrate(app.database)
    with app.read() as uow:
        labels = [uow[LabelRows].get(item) for item in items]
        found = [(label.people, label.disputed) for label in labels if label is not None]
    assert found == [(2, False), (2, True), (1, False), (1, False)]


def test_items_refer_to_their_import_alone_and_back(app: App) -> None:
    """Rows stay, and so does what refers to them."""
    with app.write() as uow:
        project = rows.project(uow)
        items = rows.items(uow, project, 3)
        uow[LabelRows].add(Label(**rows.label(project, items[0])))
    assert references(app, "item") == {"import"}
    downgrade(app.database, "0021")
    assert references(app, "item") == {"import", "project"}
    assert references(app, "item_source") == {"item", "import"}
    migrate(app.database)
    assert references(app, "item_source") == {"item"}
    with app.read() as uow:
        assert [uow[Items].get(project, item).id for item in items] == items
        assert uow[LabelRows].get(items[0]) is not None


def references(app: App, table: str) -> set[str]:
    return {key["referred_table"] for key in inspect(app.database.engine).get_foreign_keys(table)}


def test_a_database_never_migrated_is_refused_with_the_command(settings: Settings) -> None:
    if settings.database_url is not None:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    with pytest.raises(SchemaOutOfDate, match=r"The database is empty.*postil migrate"):
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
