"""Each text is encoded once, whoever has it and whatever dies, and encoders are never mixed."""

import json
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from service.app import App
from service.jobs.kinds import embed
from service.jobs.run_job import JobRun
from service.kit.vocabulary import JobState
from service.pool.queries.projects import Projects
from service.vectors.encode_stretch import Pace, Stretch
from service.vectors.reuse_vectors import FoundVectors
from tests.driving import Driver, on_sqlite
from tests.parts.counting import CountingEncoder, Stumbling
from tests.texts import texts
from tests.vectors.vectors import (
    cancel,
    current,
    in_order,
    is_complete,
    jobs,
    of_items,
    project_with,
    retry,
    use,
)
from workers.encoders.hashing import HashingEncoder

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]


@on_sqlite
def test_a_new_project_copies_what_others_have(driver: Driver, encoder: CountingEncoder) -> None:
    """From several projects and shards, the middle of which has been merged meanwhile."""
    rows = texts(300)
    first = project_with(driver, rows[:100])
    driver.imported(first, rows[100:120])
    project_with(driver, rows[150:200])
    encoder.encoded.clear()
    new = project_with(driver, rows)
    assert of_items(encoder) == in_order(rows[120:150] + rows[200:])
    assert is_complete(driver, new, HashingEncoder())
    encoder.encoded.clear()
    assert is_complete(driver, project_with(driver, rows[::-1]), HashingEncoder())
    assert of_items(encoder) == []


@on_sqlite
def test_a_vector_that_is_gone_is_made_again(driver: Driver, encoder: CountingEncoder) -> None:
    rows = texts(40)
    first = project_with(driver, rows)
    driver.app.blobs.delete(f"projects/{first}")
    assert is_complete(driver, project_with(driver, rows), HashingEncoder())
    assert of_items(encoder) == sorted(in_order(rows) * 2)
    encoder.encoded.clear()
    project_with(driver, rows)
    assert of_items(encoder) == [], "the second project is where they are found now"


def test_equal_texts_get_one_vector() -> None:
    dice = random.Random(1)
    hashes = {10 + row: bytes([dice.randrange(6)]) * 16 for row in range(40) if row % 7}
    stretch = Stretch(np.arange(10, 50), hashes, 2)
    missing = stretch.missing()
    assert len(missing) == 6
    assert all(hashes[ordinal] == each for each, ordinal in missing.items())
    vectors = np.arange(1.0, 15.0).reshape(7, 2).astype(np.float32)
    stretch.fill(FoundVectors([*missing, b"unknown"], vectors, None))
    assert stretch.missing() == {}
    assert stretch.done() == 40
    of = {each: [2 * i + 1.0, 2 * i + 2.0] for i, each in enumerate(missing)}
    expected = [of[hashes[10 + row]] if row % 7 else [0.0, 0.0] for row in range(40)]
    assert stretch.vectors.tolist() == expected


@on_sqlite
def test_what_a_broken_attempt_has_encoded_is_not_encoded_again(driver: Driver) -> None:
    stumbling, rows = Stumbling(call=3), texts(900)
    use(driver, stumbling)
    project = project_with(driver, rows)
    [job] = jobs(driver, project)
    assert (job.state, job.attempts, job.done) == (JobState.DONE, 2, 900)
    assert of_items(stumbling) == in_order(rows), "each once"
    assert stumbling.left <= -2, "it took several calls after the breakdown"
    assert is_complete(driver, project, HashingEncoder())
    assert driver.app.blobs.names(f"projects/{project}/embedding") == []


@pytest.mark.both_databases
def test_an_attempt_that_lost_its_job_publishes_nothing(driver: Driver) -> None:
    class Cancelling(CountingEncoder):
        def encode(self, asked: Sequence[str]) -> Any:
            if asked:
                driver.post(f"/jobs/{jobs(driver, project)[0].id}/cancel")
            return super().encode(asked)

    use(driver, Cancelling())
    project = driver.project(CLASSES)
    driver.imported(project, texts(30))
    assert [job.state for job in jobs(driver, project)] == [JobState.CANCELLED]
    assert current(driver, project) == []
    assert driver.get(f"/projects/{project}/stats").json()["embedded"] == 0


@pytest.mark.both_databases
def test_jobs_for_the_same_items_embed_them_once(driver: Driver, encoder: CountingEncoder) -> None:
    project = driver.without("embed").project(CLASSES)
    driver.imported(project, texts(60))
    use(driver, encoder)
    for span in ((10, 30), (0, 60), (20, 60)):
        with driver.app.write() as uow:
            embed.request_embedding(uow, uow[Projects].get(project), span)
    driver.work()
    assert of_items(encoder) == in_order(texts(60))
    assert is_complete(driver, project, HashingEncoder())


@pytest.mark.both_databases
def test_many_imports_of_a_row_are_one_embedding_and_one_round(
    driver: Driver, encoder: CountingEncoder
) -> None:
    use(driver, encoder)
    project, rows = driver.project(CLASSES), texts(60)
    driver.work()
    for row in rows:
        driver.upload(project, json.dumps(row))
    done = driver.work()
    assert (done.count("import"), done.count("embed"), done.count("rank")) == (60, 1, 1)
    assert of_items(encoder) == in_order(rows)
    assert is_complete(driver, project, HashingEncoder())


@pytest.mark.both_databases
def test_an_embedding_that_has_begun_takes_no_more(driver: Driver) -> None:
    class Meanwhile(CountingEncoder):
        def encode(self, asked: Sequence[str]) -> Any:
            if asked and len(jobs(driver, project)) == 1:
                driver.upload(project, '{"text": "a plum that comes late"}')
                driver.work(until_idle=False)
            return super().encode(asked)

    use(driver, Meanwhile())
    project = driver.project(CLASSES)
    driver.imported(project, texts(30))
    assert len(jobs(driver, project)) == 2
    assert is_complete(driver, project, HashingEncoder())


def test_an_embedding_that_failed_is_told_and_can_be_tried_again(driver: Driver) -> None:
    def break_down(_app: App, _run: JobRun) -> None:
        raise MemoryError("no room for the model")

    project = driver.project(CLASSES)
    works, driver.handlers["embed"] = driver.handlers["embed"], break_down
    driver.imported(project, [{"text": "a plum"}])
    [failed] = driver.get(f"/projects/{project}/stats").json()["undone"]
    assert "no room for the model" in failed["error"]

    again = driver.post(f"/jobs/{failed['id']}/retry").json()
    assert (again["state"], again["error"]) == ("queued", None)
    assert driver.post(f"/jobs/{failed['id']}/retry").status_code == 409
    assert driver.work(until_idle=False) == ["embed"]
    assert driver.get(f"/jobs/{failed['id']}").json()["state"] == "queued", (
        "it has three attempts again"
    )
    driver.handlers["embed"] = works
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["undone"], stats["embedded"]) == ([], 1)


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_an_embedding_that_ended_can_be_asked_for_again(driver: Driver, how: str) -> None:
    project = driver.project(CLASSES)
    driver.handlers["embed"] = cancel(driver) if how == "cancelled" else lambda _app, _run: [][1]
    driver.imported(project, [{"text": "a plum"}, {"text": "some iron"}])
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["encoder"]["state"], stats["embedded"], stats["items"]) == ("stopped", 0, 2)
    use(driver, HashingEncoder())
    retry(driver, project)
    assert driver.get(f"/projects/{project}/stats").json()["encoder"]["state"] == "ready"
    assert is_complete(driver, project, HashingEncoder())


def test_slices_take_about_two_seconds_whatever_the_encoder() -> None:
    """Characters per second of a slow CPU, a fast one, a GPU; long texts after short ones."""
    for speed in (3_000.0, 60_000.0, 5_000_000.0):
        pace = Pace()
        for _ in range(20):
            seconds = pace.characters / speed
            assert seconds < 5
            pace.took(pace.characters, seconds)
        assert seconds == pytest.approx(min(2.0, 1_000_000 / speed), rel=0.01)
