"""The schema: up, down, and the same as the models on either database."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Connection, inspect, type_coerce, update

from service.answers import answer_kind
from service.app import App
from service.bootstrap import build
from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.labels_saved import LabelsSaved
from service.db.columns import TypedJson
from service.jobs.queries.jobs import Jobs
from service.kit.errors import SchemaOutOfDate
from service.kit.settings import Settings
from service.kit.vocabulary import JobState
from service.pool.queries.projects import Projects, Views
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Round
from service.schema import metadata
from service.schema.migrate import check_revision, downgrade, migrate
from tests import databases
from tests.db import rows

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


EARLIER_VIEW = {"position": 0, "encoder": "middle", "fingerprint": "ab", "weight": 1.0}
EARLIER = {
    **TypedJson(Measured).plain(rows.NOTHING_MEASURED),
    "labels_saved": {
        "found": {"at_labels": 60, "lower": -10, "estimate": 20, "extrapolated": False},
        "reason": {"code": "saved_at_most", "detail": "At most 500.", "figures": {"labels": 500}},
    },
    "outlooks": {
        "exact_match": {
            "labels": [],
            "quantiles": [],
            "reason": {"code": "encoder_knows_labels", "detail": "It has learnt.", "figures": {}},
        },
        "micro_f1": {"labels": [80.0], "quantiles": [[0.5]], "reason": None},
    },
}
for gone in ("gain", "confusion", "confidence", "groups", "chosen"):
    del EARLIER[gone]


def earlier_round(app: App) -> int:
    """A project of several classes a text, with a round as the first revision kept one, a view of
    an encoder that is no more, and a lesson that failed; its id."""
    with app.write() as uow:
        project = rows.project(uow)
        uow[Projects].lock(project).answer_kind = "multi_label"
        [view] = uow[Views].of(project)
        view.encoder = "middle"
        uow[Rounds].add(
            rows.round_of(
                *(project, 3),
                measured_at=rows.NOON,
                views=[EARLIER_VIEW],
                artefacts={"released_head": "a.npz", "predictions": "b.npz"},
            )
        )
        lesson = {"kind": "tune", "state": JobState.FAILED, "payload": {"view": view.id}}
        uow[Jobs].add(rows.job(project, **lesson))
    with app.database.engine.begin() as connection:
        connection.execute(update(Round).values(metrics=type_coerce(EARLIER, JSON)))
    return project


def test_what_earlier_commits_stored_is_completed(app: App) -> None:
    downgrade(app.database, "0013")
    project = earlier_round(app)
    migrate(app.database)
    with app.read() as uow:
        stored = uow[Rounds].last_measured(project)
        [view], [job] = uow[Views].of(project), uow[Jobs].open_of(project)
        lesson = uow[Jobs].last_of(project, "tune")
    assert stored is not None
    measured = stored.metrics
    assert measured is not None
    assert measured.labels_saved.reason is None, "no reason of today's"
    assert measured.labels_saved.labels == LabelsSaved(60, -10, 20, False, *[None] * 6)
    assert measured.outlooks.keys() == {*answer_kind("multi_label").metrics}
    assert measured.outlooks[Metric.MICRO_F1].labels == [80.0]
    for metric in (Metric.EXACT_MATCH, Metric.MACRO_F1):
        assert measured.outlooks[metric].reason is not None
    assert stored.views == [EARLIER_VIEW | {"released_weight": None}]
    assert stored.artefacts == {"predictions": "b.npz"}, "there is no model until the next round"
    assert view.encoder == job.encoder == "sentence_transformer"
    assert (job.kind, job.payload) == ("embed", {"first": 0, "last": 1, "view": view.id})
    assert lesson is not None
    assert lesson.payload["labels"] == 0


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


def test_looking_at_the_schema_loads_nothing_that_changes_it(app: App) -> None:
    """A worker looks once, and would hold alembic as long as it lives: 9 MB."""
    program = (
        "import sys, workers.embedded; from service.bootstrap import build; "
        "from service.kit.settings import Settings; "
        "build(Settings.model_validate_json(sys.argv[1]), check_schema=True).close(); "
        "assert 'alembic' not in sys.modules"
    )
    settings = app.settings.model_dump_json()
    subprocess.run([sys.executable, "-c", program, settings], check=True)


def test_deleting_a_project_row_deletes_all_of_it(app: App) -> None:
    """Every table that belongs to a project goes with it, on either database."""
    with app.database.engine.connect() as connection:
        inspector = inspect(connection)
        for table in tables(app):
            for key in inspector.get_foreign_keys(table):
                assert key["options"].get("ondelete") == "CASCADE", (table, key)
