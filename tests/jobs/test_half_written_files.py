"""A process that is killed while it writes a file leaves half of it: nothing trips over that."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from service.db.clock import FrozenClock
from service.kit.vocabulary import JobState
from service.ports import FloatArray
from tests.driving import Driver, on_sqlite
from tests.jobs.test_sweep import files, pass_hours, swept
from tests.parts.breaking import killed_while_writing
from tests.parts.counting import Stumbling
from tests.texts import texts, truth
from tests.vectors.vectors import in_order, jobs, of_items, use

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal"]


def blobs(driver: Driver) -> Path:
    return driver.app.settings.data_dir / "blobs"


@pytest.mark.parametrize("folder", ["heads/ranking", "heads/released", "predictions", "suspects"])
def test_rounds_go_on_beside_one_and_it_is_swept(
    driver: Driver, clock: FrozenClock, folder: str
) -> None:
    project = driver.project_with(texts(60), CLASSES)
    driver.label_at_once(project, 30, truth)
    killed_while_writing(blobs(driver), f"projects/{project}/{folder}/1.npz")
    driver.work()
    driver.post(f"/projects/{project}/rounds")
    assert {"rank", "measure"} <= {*driver.work()}
    assert driver.get(f"/projects/{project}/stats").json()["undone"] == []
    pass_hours(driver, clock, 2)
    assert swept(driver) == 1
    assert not any(name.endswith(".part") for name in files(driver, f"projects/{project}"))


def test_an_embedding_goes_on_beside_one(driver: Driver) -> None:
    class Killed(Stumbling):
        def encode(self, texts: Sequence[str]) -> FloatArray:
            if self.left == 1:
                [folder] = (blobs(driver) / f"projects/{project}/embedding").iterdir()
                key = folder.relative_to(blobs(driver)) / "1-000001.npz"
                killed_while_writing(blobs(driver), str(key))
            return super().encode(texts)

    killed, project = Killed(call=3), driver.project(CLASSES)
    use(driver, killed)
    driver.imported(project, texts(900))
    [job] = jobs(driver, project)
    assert (job.state, job.attempts, job.done) == (JobState.DONE, 2, 900)
    assert of_items(killed) == in_order(texts(900)), "each once"


def test_refused_rows_are_told_beside_one(driver: Driver) -> None:
    project = driver.project_with([{"text": "a plum"}, {"text": ""}], CLASSES)
    [upload] = driver.get(f"/projects/{project}/imports").json()["results"]
    path = f"projects/{project}/rejected/{upload['import_id']}"
    killed_while_writing(blobs(driver), f"{path}/{2:012d}.ndjson")
    told = driver.get(f"/projects/{project}/imports/{upload['import_id']}/rejected")
    assert [row["line"] for row in told.json()["results"]] == [2]
