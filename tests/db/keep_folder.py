"""Keeps a data directory of this commit's schema: `python -m tests.db.keep_folder`.

To be run when a migration was added: a test opens the folder of the first revision, which stays as
it is, and that of the last one, which takes the place of the one before.
"""

import sys
import tarfile
import tempfile
from pathlib import Path

from service.bootstrap import build
from service.kit.settings import Settings
from service.schema.migrate import revisions
from tests.driving import API, Driver
from tests.moving.campaign_to_move import campaign

FOLDERS = Path(__file__).parent / "folders"


def keep() -> Path:
    first, kept = (FOLDERS / f"{revisions()[end]}.tar.xz" for end in (0, -1))
    if kept.exists():
        sys.exit(f"{kept} is there. It is made once, by the commit that adds its migration.")
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder), encoder="hashing"))
        app.migrate()
        driver = Driver(app)
        project = campaign(driver)
        active = driver.http.patch(f"{API}/projects/{project}", json={"state": "active"})
        assert active.is_success, active.text
        driver.work()
        app.close()
        with tarfile.open(kept, "w:xz") as archive:
            archive.add(folder, ".")
    for other in FOLDERS.iterdir():
        if other not in (first, kept):
            other.unlink()
    return kept


if __name__ == "__main__":
    print(keep())
