"""Data directories as the first and the last revision made them, opened by this commit."""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.commands.migrate import upgrade
from service.db.clock import FrozenClock
from service.db.sqlite import check_integrity
from service.kit.settings import Settings
from service.schema.migrate import check_schema, revisions
from tests.db.keep_folder import FOLDERS
from tests.db.test_upgrades import FILE, contents
from tests.driving import Driver
from tests.texts import truth


def revision_of(kept: Path) -> str:
    return kept.name.removesuffix(".tar.xz")


def test_a_folder_is_kept_of_the_first_and_the_last_revision() -> None:
    kept = {revision_of(each) for each in FOLDERS.iterdir()}
    assert kept == {revisions()[0], revisions()[-1]}, "run `python -m tests.db.keep_folder`"


def labels_in(folder: Path) -> int:
    """Of the pool."""
    asked = "SELECT count(*) FROM label JOIN item ON item_id = id WHERE role = 'pool'"
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return int(connection.execute(asked).fetchone()[0])


@pytest.mark.slow
@pytest.mark.parametrize("kept", sorted(FOLDERS.iterdir()), ids=revision_of)
def test_a_folder_of_an_earlier_commit_is_opened(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And labelled in, to the next round."""
    with tarfile.open(kept) as archive:
        archive.extractall(tmp_path, filter="data")
    before = contents(tmp_path)
    app = build(Settings(data_dir=tmp_path, encoder="hashing"), clock=FrozenClock())
    with closing(app):
        upgrade(app)
        if revision_of(kept) != revisions()[-1]:
            assert f"{FILE}.revision-{revision_of(kept)}" in capsys.readouterr().err
        check_schema(app.database)
        driver = Driver(app)
        [project] = [each["id"] for each in driver.get("/projects").json()["results"]]
        lines = driver.get(f"/projects/{project}/export").text.splitlines()
        assert len(lines) == labels_in(tmp_path) > 10
        rounds = len(before["round"])
        driver.label(project, 10, truth)
        assert "rank" in driver.work()
        assert len(driver.get(f"/projects/{project}/rounds").json()["results"]) > rounds
        check_integrity(app.database.engine)
