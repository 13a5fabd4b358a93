"""Keeps a data directory of this commit's schema: `python -m tests.db.keep_folder`.

To be run when a migration was added, before the next one is: a test opens each such folder with all
later versions. What is kept already stays as it is.
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
    kept = FOLDERS / f"{revisions()[-1]}.tar.xz"
    if kept.exists():
        sys.exit(f"{kept} is there. Each is made once, by the commit that adds its migration.")
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder), encoder="hashing"))
        app.migrate()
        driver = Driver(app)
        project = campaign(driver)
        active = driver.http.patch(f"{API}/projects/{project}", json={"state": "active"})
        assert active.is_success, active.text
        driver.work()
        app.close()
        FOLDERS.mkdir(exist_ok=True)
        with tarfile.open(kept, "w:xz") as archive:
            archive.add(folder, ".")
    return kept


if __name__ == "__main__":
    print(keep())
