"""Data directories as earlier commits made them, opened by this one.

`folders/` has one of each commit that changed the schema. Whoever adds a migration adds one:
`python -m tests.db.keep_folder`.
"""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.commands.migrate import upgrade
from service.db.clock import FrozenClock
from service.db.sqlite import check_integrity
from service.kit.errors import UnknownSchema
from service.kit.settings import Settings
from service.schema.migrate import LAST_UNRELEASED, check_schema, revisions
from tests.db.keep_folder import FOLDERS
from tests.db.test_upgrades import FILE, contents
from tests.driving import Driver
from tests.texts import truth

SINCE = "0001"
"""The first revision of which, and of each after it, there must be a folder."""
KEPT = sorted(FOLDERS.glob("*.tar.xz"))


def revision_of(kept: Path) -> str:
    return kept.name.removesuffix(".tar.xz")


def test_a_folder_is_kept_of_each_revision() -> None:
    assert KEPT
    wanted = revisions()[revisions().index(SINCE) :]
    missing = {*wanted} - {revision_of(kept) for kept in KEPT}
    assert not missing, "run `python -m tests.db.keep_folder`, which makes that of the last one"


def labels_in(folder: Path) -> int:
    """Of the pool."""
    asked = "SELECT count(*) FROM label JOIN item ON item_id = id WHERE role = 'pool'"
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return int(connection.execute(asked).fetchone()[0])


@pytest.mark.slow
@pytest.mark.parametrize("kept", KEPT, ids=revision_of)
def test_a_folder_of_an_earlier_commit_is_opened(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And labelled in, to the next round; what is from before this history is refused in words."""
    with tarfile.open(kept) as archive:
        archive.extractall(tmp_path, filter="data")
    before = contents(tmp_path)
    app = build(Settings(data_dir=tmp_path, encoder="hashing"), clock=FrozenClock())
    with closing(app):
        if revision_of(kept) not in (*revisions(), LAST_UNRELEASED):
            with pytest.raises(UnknownSchema, match="doesn't know"):
                app.migrate()
            assert contents(tmp_path) == before
            return
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
