"""A folder is upgraded whole or not at all; one that isn't known is refused and left alone."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from service.app import App
from service.bootstrap import build
from service.db.database import Database
from service.db.sqlite import check_integrity
from service.kit.errors import DiskFull, UnknownSchema
from service.kit.settings import Settings
from service.labelling.queries.annotations import Annotations
from service.schema.migrate import check_schema, migrate, revisions, scripts
from tests.cli.running import forked
from tests.db import rows
from tests.forking import FORKS

FILE = "postil.sqlite3"
MOST_MOMENTS = 40


def opened(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / FILE}")


def contents(folder: Path) -> dict[str, list[Any]]:
    """Every row of the database, by table."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for [name] in names}


def schema(folder: Path) -> list[Any]:
    """What made its tables and indexes."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def nothing(_folder: Path) -> None:
    """A new folder."""


def at_the_first_revision(folder: Path) -> None:
    with closing(opened(folder)) as database:
        migrate(database, revisions()[0])


def with_rows(folder: Path) -> None:
    app = build(Settings(data_dir=folder, encoder="hashing"))
    app.migrate()
    with app.write() as uow:
        project, person = rows.project(uow), rows.user(uow)
        for item in rows.items(uow, project, 3):
            uow[Annotations].add(rows.annotation(project, item, person))
    app.close()


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{last}"

def upgrade():
    op.add_column("note", sa.Column("colour", sa.String(), nullable=True))
    with op.batch_alter_table("item") as table:  # its rows are copied into another table
        table.alter_column("text", type_=sa.Text())
    op.execute("UPDATE annotation SET late = 1")
"""


@pytest.fixture
def coming(tmp_path: Path) -> Path:
    """The migrations, with one more than there are."""
    made = tmp_path / "migrations"
    shutil.copytree(scripts(), made)
    (made / "versions" / "next.py").write_text(NEXT.format(last=revisions()[-1]))
    return made


def read_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.schema.migrate.scripts", lambda: folder)


def check_upgraded(folder: Path) -> None:
    with closing(opened(folder)) as database:
        assert database.revision() == "next"
        check_integrity(database.engine)
    found = contents(folder)
    assert len(found["item"]) == len(found["annotation"]) == 3
    with closing(sqlite3.connect(folder / FILE)) as connection:
        assert connection.execute("SELECT DISTINCT late FROM annotation").fetchall() == [(1,)]


class Moments:
    """What is in a folder before each statement: all that would be left of a killed process."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folders: list[Path] = []
        self._folder, self._kept = folder, kept

    def keep(self, *_: Any) -> None:
        self.folders.append(self._kept / str(len(self.folders)))
        shutil.copytree(self._folder, self.folders[-1])


@pytest.mark.slow
@pytest.mark.parametrize("begin", [nothing, at_the_first_revision, with_rows])
def test_at_each_statement_the_folder_is_as_before(
    tmp_path: Path, begin: Callable[[Path], None], coming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    begin(folder)
    read_from(coming, monkeypatch)
    with closing(opened(folder)) as database:
        as_before = database.revision(), schema(folder)
    before, moments = contents(folder), Moments(folder, tmp_path)
    with closing(opened(folder)) as database:
        event.listen(database.engine, "before_cursor_execute", moments.keep)
        migrate(database)
    *until, last = moments.folders
    for moment in until[:: len(until) // MOST_MOMENTS + 1]:
        assert contents(moment) == before
        with closing(opened(moment)) as database:
            assert (database.revision(), schema(moment)) == as_before
    assert contents(last) == contents(folder), "references are checked again, and that is all"
    for moment in (until[len(until) // 2], until[-1]):
        with closing(opened(moment)) as database:
            migrate(database)
        assert contents(moment) == contents(folder)


def upgrade_until_killed(folder: Path, migrations: Path, statements: int) -> None:
    """By itself, at the statement of this number: nothing is cleaned up."""
    left = iter(range(statements))

    def count(*_: Any) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as monkeypatch:
        read_from(migrations, monkeypatch)
        database = opened(folder)
        event.listen(database.engine, "before_cursor_execute", count)
        migrate(database)


@pytest.mark.slow
@pytest.mark.parametrize("rest", [2, 4, 9])
def test_who_is_killed_in_an_upgrade_is_upgraded_next_time(
    tmp_path: Path, coming: Path, monkeypatch: pytest.MonkeyPatch, rest: int
) -> None:
    """`rest`: the statements that are left, the last one of which comes after the commit."""
    folder = tmp_path / "data"
    with_rows(folder)
    read_from(coming, monkeypatch)
    shutil.copytree(folder, tmp_path / "twin")
    statements: list[Any] = []
    with closing(opened(tmp_path / "twin")) as database:
        event.listen(database.engine, "before_cursor_execute", lambda *_: statements.append(1))
        migrate(database)
    killed_at = folder, coming, len(statements) - rest
    process = FORKS.Process(target=upgrade_until_killed, args=killed_at)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with closing(opened(folder)) as database:
        migrate(database)
    check_upgraded(folder)


@pytest.mark.slow
def test_the_file_is_copied_before_it_is_upgraded(
    tmp_path: Path, coming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, last = tmp_path / "data", revisions()[-1]
    with_rows(folder)
    read_from(coming, monkeypatch)
    before = contents(folder)
    (folder / f"{FILE}.revision-ffff").touch()
    with closing(opened(folder)) as database:
        migrate(database)
    check_upgraded(folder)
    copy = folder / f"{FILE}.revision-{last}"
    assert [*folder.glob(f"{FILE}.revision-*")] == [copy], "the last one alone"
    assert copy.stat().st_mode & 0o777 == 0o600
    (tmp_path / "back").mkdir()
    shutil.copy(copy, tmp_path / "back" / FILE)
    assert contents(tmp_path / "back") == before


@pytest.mark.slow
def test_without_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, coming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    with_rows(folder)
    read_from(coming, monkeypatch)
    before = contents(folder)

    def full(_database: Database, file: Path) -> None:
        file.write_bytes(b"half of it")
        raise DiskFull

    monkeypatch.setattr(Database, "copy_to", full)
    with closing(opened(folder)) as database, pytest.raises(DiskFull):
        migrate(database)
    assert contents(folder) == before
    assert not [*folder.glob(f"{FILE}.revision-*")]


ELSE = {
    "UPDATE alembic_version SET version_num = 'ffff'": "doesn't know the database's revision ffff",
    "DROP TABLE alembic_version": "has tables, but no revision",
}


@pytest.mark.parametrize("sql", ELSE)
@pytest.mark.slow
def test_what_another_version_made_is_refused_and_left_alone(
    settings: Settings, app: App, sql: str
) -> None:
    with app.database.engine.begin() as connection:
        connection.exec_driver_sql(sql)
    before = contents(settings.data_dir)
    for check in (migrate, check_schema):
        with pytest.raises(UnknownSchema, match=ELSE[sql]) as raised:
            check(app.database)
        assert "Nothing was changed. Go on with the version" in raised.value.detail
    assert contents(settings.data_dir) == before
    assert not [*settings.data_dir.glob("*.revision-*")]


def says(folder: Path, revision: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{revision}'")
        connection.commit()


@pytest.mark.slow
def test_serve_says_in_a_sentence_what_it_cannot_open(tmp_path: Path) -> None:
    (tmp_path / "postil-data").mkdir()
    with_rows(tmp_path / "postil-data")
    says(tmp_path / "postil-data", "0099")
    done = forked(tmp_path, "serve", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith("postil: Postil ")
    assert "the database's revision 0099" in done.stderr
    assert "Traceback" not in done.stderr
