"""A backup is a data directory as it was at one moment; a restored one goes on from there."""

import shutil
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.errors import BadUpload, Conflict
from service.loop.app import App
from service.loop.exporting.back_up import back_up
from service.loop.exporting.restore_backup import restore_backup
from service.settings import Settings
from tests.driving import Driver, on_sqlite, texts, truth

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


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [cut, without_its_last, with_a_way_out, another_file])
def test_half_a_backup_makes_no_directory(
    driver: Driver, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    driver.imported(driver.project(), texts(5))
    saved = tmp_path / "to" / "saved.tar"
    saved.parent.mkdir()
    back_up(driver.app, saved)
    driver.app.close()
    spoil(saved)
    with pytest.raises(BadUpload, match="is no whole backup"):
        restore_backup(saved, tmp_path / "to" / "data")
    assert [path.name for path in saved.parent.iterdir()] == ["saved.tar"]


def test_a_directory_with_something_in_it_is_left_alone(driver: Driver, tmp_path: Path) -> None:
    back_up(driver.app, tmp_path / "saved.tar")
    driver.app.close()
    with pytest.raises(Conflict, match="isn't empty"):
        restore_backup(tmp_path / "saved.tar", tmp_path)
    (tmp_path / "empty").mkdir()
    with closing(restored(tmp_path / "saved.tar", tmp_path / "empty").app) as app:
        assert app.database.revision() is not None
