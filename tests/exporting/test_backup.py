"""A backup is a data directory as it was at one moment; a restored one goes on from there."""

import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from service.app import App
from service.bootstrap import build
from service.db.database import Database
from service.exporting.back_up import back_up, restore_backup, verify_backup
from service.exporting.backup_file import DATABASE, MANIFEST, BackupWriter
from service.kit.errors import BadUpload, Conflict, DatabaseDamaged, PostilError
from service.kit.settings import Settings
from service.schema.migrate import check_schema, migrate, revisions
from tests.answers import test_sets_of_classes as sets
from tests.asking import answers_questions
from tests.driving import Driver, on_sqlite
from tests.parts import light_tuned
from tests.texts import texts, truth

pytestmark = on_sqlite


@pytest.fixture
def app(settings: Settings, migrated: Path) -> App:
    """Its blobs and its database in one directory, as `postil serve` has them."""
    shutil.copy(migrated, settings.sqlite_file)
    return build(settings)


def restored(file: Path, data_dir: Path) -> Driver:
    restore_backup(file, data_dir)
    return Driver(build(Settings(data_dir=data_dir, encoder="hashing")))


@pytest.mark.slow
def test_a_restored_project_goes_on(driver: Driver, tmp_path: Path) -> None:
    """Its labels, its vectors, and the next round from them; not what came after the backup."""
    project = driver.project_with([*texts(60), {"text": ""}], ["fruit", "metal"])
    driver.label(project, 12, truth)
    driver.work()
    saved = back_up(driver.app, tmp_path / "saved.tar")
    assert saved.files >= 3
    before = driver.get(f"/projects/{project}/export").text
    driver.label(project, 3, truth)
    again = restored(tmp_path / "saved.tar", tmp_path / "elsewhere" / "data")
    with closing(again.app):
        assert again.get(f"/projects/{project}/export").text == before
        refused = again.get(f"/projects/{project}/imports/1/rejected").json()
        assert refused["total"] == len(refused["results"]) == 1
        rounds = len(again.get(f"/projects/{project}/rounds").json()["results"])
        again.label(project, 6, truth)
        assert "rank" in again.work()
        assert len(again.get(f"/projects/{project}/rounds").json()["results"]) > rounds
    assert (tmp_path / "saved.tar").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "elsewhere/data").stat().st_mode & 0o777 == 0o700
    driver.app.close()


@pytest.mark.slow
def test_what_an_encoder_has_learnt_is_restored(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    light_tuned.give(driver, monkeypatch)
    project = sets.project_of(driver, views=["tuned"], audits="proof")
    driver.imported(project, [{"text": text} for text in sets.texts(120)])
    for count in (50, 5):
        sets.label(driver, project, count)
        driver.work()
    back_up(driver.app, tmp_path / "saved.tar")
    [_, before] = driver.get(f"/projects/{project}").json()["views"]
    assert before["learnt_by_round"]
    again = light_tuned.give(restored(tmp_path / "saved.tar", tmp_path / "again"), monkeypatch)
    with closing(again.app):
        [_, view] = again.get(f"/projects/{project}").json()["views"]
        assert view == before
        asked = answers_questions(again)
        assert asked.post(f"/projects/{project}/predict", texts=["an apple"]).status_code == 200
        again.post(f"/projects/{project}/rounds")
        assert "tune" not in again.work(), "it knows what it has learnt from"
        last = again.get(f"/projects/{project}/rounds").json()["results"][-1]
        assert [each["weight"] for each in last["views"]][1] > 0, "and of which classes it speaks"
    driver.app.close()


@pytest.mark.slow
def test_an_upload_that_was_not_in_yet_is_imported_from_the_backup(
    driver: Driver, tmp_path: Path
) -> None:
    project = driver.project()
    sent = driver.upload(project, '{"text": "waits"}').json()["import_id"]
    back_up(driver.app, tmp_path / "saved.tar")
    driver.app.close()
    again = restored(tmp_path / "saved.tar", tmp_path / "again")
    with closing(again.app):
        again.work()
        assert again.get(f"/projects/{project}/imports/{sent}").json()["inserted"] == 1


@pytest.mark.slow
def test_a_file_that_is_missing_is_told_and_nothing_is_left(driver: Driver, tmp_path: Path) -> None:
    project = driver.project_with(texts(5))
    driver.app.blobs.delete(f"projects/{project}/shards")
    (tmp_path / "to").mkdir()
    with pytest.raises(Conflict, match=r"shards/.* is missing"):
        back_up(driver.app, tmp_path / "to/saved.tar")
    assert list((tmp_path / "to").iterdir()) == []
    driver.app.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def without_its_last(file: Path) -> None:
    with tarfile.open(file) as archive:
        last = archive.getmembers()[-1]
    file.write_bytes(file.read_bytes()[: last.offset])


def with_a_way_out(file: Path) -> None:
    with tarfile.open(file, "a") as archive:
        archive.add(__file__, "blobs/../../out")


def another_file(file: Path) -> None:
    file.write_text("text\nhello\n")


def with_an_empty_database(file: Path) -> None:
    """Whole as a file, which no sum forgives."""
    with tarfile.open(file) as archive:
        database = archive.getmember(DATABASE)
    with file.open("r+b") as changed:
        changed.seek(database.offset_data)
        changed.write(bytes(database.size))


def without_its_end(file: Path) -> None:
    with tarfile.open(file) as archive:
        manifest = archive.getmember(MANIFEST)
    file.write_bytes(file.read_bytes()[: manifest.offset])


def as_earlier_versions_began(file: Path) -> None:
    with tarfile.open(file, "w") as archive:
        archive.addfile(tarfile.TarInfo(MANIFEST))
        archive.addfile(tarfile.TarInfo(DATABASE))


SPOILS = [
    *(cut, without_its_last, with_a_way_out, another_file, with_an_empty_database),
    *(without_its_end, as_earlier_versions_began),
]
WHAT_HELPS = {as_earlier_versions_began: "export each project there .* import those files here"}
"""Its database has tables that no migration here begins with."""


@pytest.mark.slow
@pytest.mark.parametrize("spoil", SPOILS)
def test_half_a_backup_makes_no_directory(
    driver: Driver, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    driver.imported(driver.project(), texts(5))
    saved = tmp_path / "to" / "saved.tar"
    saved.parent.mkdir()
    back_up(driver.app, saved)
    driver.app.close()
    spoil(saved)
    with pytest.raises(BadUpload, match=f"is no whole backup.*{WHAT_HELPS.get(spoil, '')}"):
        verify_backup(saved)
    with pytest.raises(BadUpload, match="is no whole backup"):
        restore_backup(saved, tmp_path / "to" / "new" / "data")
    assert [path.name for path in saved.parent.iterdir()] == ["saved.tar"]


@pytest.mark.slow
def test_bytes_that_changed_in_any_file_of_it_are_told(driver: Driver, tmp_path: Path) -> None:
    """Wherever: of each file the first and the last, and 200 at random in all."""
    driver.project_with(texts(60))
    saved, to = tmp_path / "to" / "saved.tar", tmp_path / "to" / "data"
    saved.parent.mkdir()
    back_up(driver.app, saved)
    driver.app.close()
    with tarfile.open(saved) as archive:
        members = archive.getmembers()
    content = saved.read_bytes()
    ends = [(m.offset_data, m.offset_data + m.size - 1) for m in members if m.size]
    drawn = Random(1)
    places = [[place] for pair in ends[:-1] for place in pair]
    places += [drawn.sample(range(len(content)), 200) for _ in range(3)]
    places.append([members[-1].offset_data])  # of the sums
    for some in places:
        changed = bytearray(content)
        for place in some:
            changed[place] ^= 1 << drawn.randrange(8)
        saved.write_bytes(changed)
        with pytest.raises(BadUpload, match="is no whole backup"):
            restore_backup(saved, to)
        assert [path.name for path in saved.parent.iterdir()] == ["saved.tar"]
    saved.write_bytes(content)
    assert verify_backup(saved) == len(members) - 2
    restored(saved, to).app.close()


def rewritten(file: Path, sql: str) -> None:
    """The backup, with true sums, of a database that was changed behind SQLite's back."""
    with tarfile.open(file) as archive:
        archive.extractall(file.parent / "in", filter="data")
    with closing(sqlite3.connect(file.parent / "in" / DATABASE)) as connection:
        connection.executescript(sql)
    with tarfile.open(file, "w") as archive:
        writer = BackupWriter(archive)
        writer.add(file.parent / "in" / DATABASE, DATABASE)
        writer.finish(revisions()[-1])
    shutil.rmtree(file.parent / "in")


WRONG = {
    "DROP TABLE alembic_version": "isn't the one that was saved",
    "UPDATE alembic_version SET version_num = 'ffff'": "isn't the one that was saved",
    "UPDATE note SET user_id = 7": "rows refer to rows that aren't there, of note to user",
    "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = 'CREATE INDEX ix_note_item_id ON "
    "note (text)' WHERE name = 'ix_note_item_id'": "damaged",
}


@pytest.mark.slow
@pytest.mark.parametrize("sql", WRONG)
def test_a_database_that_is_not_right_is_not_restored(
    driver: Driver, tmp_path: Path, sql: str
) -> None:
    """Though each byte of the file is as it was saved."""
    driver.post(f"/projects/{driver.project_with(texts(5))}/items/1/notes", kind="flag", text="odd")
    saved = tmp_path / "to" / "saved.tar"
    saved.parent.mkdir()
    back_up(driver.app, saved)
    driver.app.close()
    rewritten(saved, sql)
    for restore in (verify_backup, lambda file: restore_backup(file, file.with_name("data"))):
        with pytest.raises(PostilError, match=WRONG[sql]):
            restore(saved)
    assert [path.name for path in saved.parent.iterdir()] == ["saved.tar"]


@pytest.mark.slow
def test_a_backup_of_an_earlier_release_is_restored_and_then_migrated(
    driver: Driver, tmp_path: Path
) -> None:
    driver.app.close()
    saved, data = tmp_path / "saved.tar", tmp_path / "data"
    with closing(Database(f"sqlite:///{tmp_path / 'earlier'}")) as earlier:
        migrate(earlier, revisions()[0])
    with tarfile.open(saved, "w") as archive:
        writer = BackupWriter(archive)
        writer.add(tmp_path / "earlier", DATABASE)
        writer.finish(revisions()[0])
    restore_backup(saved, data)
    with closing(Database(f"sqlite:///{data / DATABASE}")) as database:
        assert database.revision() == revisions()[0]
        migrate(database)
        check_schema(database)


@pytest.mark.slow
def test_a_damaged_database_is_not_saved(driver: Driver, tmp_path: Path) -> None:
    driver.project_with(texts(60))
    (tmp_path / "to").mkdir()
    with driver.app.database.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM project")
    with pytest.raises(DatabaseDamaged, match="rows refer to rows that aren't there"):
        back_up(driver.app, tmp_path / "to" / "saved.tar")
    assert [*(tmp_path / "to").iterdir()] == []
    driver.app.close()


def test_a_directory_with_something_in_it_is_left_alone(driver: Driver, tmp_path: Path) -> None:
    back_up(driver.app, tmp_path / "saved.tar")
    driver.app.close()
    with pytest.raises(Conflict, match="isn't empty"):
        restore_backup(tmp_path / "saved.tar", tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.restoring").mkdir()
    (tmp_path / "empty.restoring" / "half").touch()  # of a restore that was killed
    with closing(restored(tmp_path / "saved.tar", tmp_path / "empty").app) as app:
        assert app.database.revision() is not None
    assert not (tmp_path / "empty" / "half").exists()
    assert not (tmp_path / "empty.restoring").exists()
