"""Labels teach an encoder, and rounds go by what it has learnt."""

import math

import pytest

from service.app import App
from service.jobs.kinds.embed import open_embedding, request_anew, request_spans
from service.jobs.kinds.tune import request_tuning
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun
from service.kit.vocabulary import JobState
from service.model.in_zip.encode_tuned import text_key
from service.pool.queries.items import ItemsInRange
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View
from service.ports import Arrays
from service.rounds.queries.rounds import Rounds
from service.rounds.views_read import views_now
from service.vectors.fitted_encoder import fitted_key
from tests.driving import API, Driver, do_nothing, on_sqlite
from tests.parts import light_tuned
from tests.texts import texts, truth

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal"]
LABELS = 60


@pytest.fixture
def with_tuned(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A driver whose worker has one that learns in milliseconds; of the real one see
    `packaging/test_model_zip.py`."""
    return light_tuned.give(driver, monkeypatch)


def view_of(driver: Driver, project: int) -> View:
    with driver.app.read() as uow:
        return uow[Views].of(project)[1]


def read_by_last_round(driver: Driver, project: int) -> list[tuple[str, str]]:
    """The encoders and fingerprints of the views that it read."""
    with driver.app.read() as uow:
        last = uow[Rounds].last(project)
    assert last is not None
    return [(each["encoder"], each["fingerprint"]) for each in last.views]


def texts_labelled(driver: Driver, project: int, *, audit: bool) -> set[bytes]:
    with driver.app.read() as uow:
        labels = uow[LabelRows].to_learn(project)
        ordinals = [label.ordinal for label in labels if label.audit is audit]
        return {*map(text_key, uow[ItemsInRange].texts(project, ordinals).values())}


@pytest.mark.both_databases
def test_labels_teach_an_encoder_and_rounds_change_over_to_it(with_tuned: Driver) -> None:
    driver = with_tuned
    fields = {"views": ["tuned"], "audits": "proof", "target": 0.99}
    project = driver.project_with(texts(120), CLASSES, **fields)
    assert driver.get(f"/projects/{project}").json()["views"][1]["embedded"] == 0
    driver.label_at_once(project, LABELS, truth)
    done = driver.work()
    assert done.count("tune") == 1
    first = view_of(driver, project)
    assert first.fitted == fitted_key(project, str(first.fingerprint))
    assert read_by_last_round(driver, project)[1] == ("tuned", first.fingerprint)
    assert first.learning_seconds > 0
    learnt = {row.tobytes() for row in driver.app.blobs.arrays(first.fitted)["texts"]}
    assert learnt == texts_labelled(driver, project, audit=False)
    audits = texts_labelled(driver, project, audit=True)
    assert audits
    assert not learnt & audits, "what measures teaches nothing"
    shown = driver.get(f"/projects/{project}").json()["views"][1]
    assert (shown["embedded"], shown["learnt_from"]) == (120, len(learnt))
    assert shown["weight"] is not None
    stats = driver.get(f"/projects/{project}/stats").json()["tuning"]
    assert stats["gain"]["low"] <= stats["gain"]["value"] <= stats["gain"]["high"]
    assert stats["seconds"] == pytest.approx(view_of(driver, project).learning_seconds)
    assert stats["next_labels"] == math.ceil(1.5 * len(learnt))
    assert stats["next_seconds"] > 0

    driver.handlers["embed"], usual = do_nothing, driver.handlers["embed"]
    driver.label_at_once(project, LABELS // 2 + 10, truth)
    assert "tune" in driver.work()
    second = view_of(driver, project)
    assert second.fitted != first.fitted
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    assert read_by_last_round(driver, project)[1] == ("tuned", first.fingerprint)
    driver.handlers["embed"] = usual
    with driver.app.write() as uow:
        request_spans(uow, second, [(0, 120)])
    driver.work()
    read = read_by_last_round(driver, project)[1][1]
    assert second.fitted == fitted_key(project, read)
    ahead = driver.get(f"/projects/{project}/forecast").json()["forecast"]["labels"]
    assert ahead["low"] <= ahead["estimate"] <= ahead["high"]


@on_sqlite
def test_what_the_model_is_compared_with_goes_on_from_the_last_measurement(
    with_tuned: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = with_tuned
    project = driver.project_with(texts(120), CLASSES, views=["tuned"], audits="proof")
    driver.label_at_once(project, LABELS, truth)
    driver.work()
    with driver.app.read() as uow:
        last = uow[Rounds].last_measured(project)
    assert last is not None
    read, usual = [], driver.app.blobs.arrays

    def reading(key: str) -> Arrays:
        read.append(key)
        return usual(key)

    monkeypatch.setattr(driver.app.blobs, "arrays", reading)
    driver.post(f"/projects/{project}/rounds")
    assert driver.work()[-2:] == ["rank", "measure"]
    assert last.artefacts["untaught_head"] in read


@on_sqlite
def test_vectors_of_what_it_was_on_their_way_do_not_stand_for_those_of_what_it_is(
    driver: Driver,
) -> None:
    project, usual = driver.project(), driver.handlers["embed"]
    open_jobs: list[int] = []

    def learnt_meanwhile(app: App, run: JobRun) -> None:
        with app.write() as uow:
            [view] = uow[Views].of(project)
            if not open_jobs:
                request_anew(uow, view, (0, 60))
                request_anew(uow, view, (0, 60))
            open_jobs.append(len(open_embedding(uow, view)))
        usual(app, run)

    driver.handlers["embed"] = learnt_meanwhile
    driver.imported(project, texts(60))
    assert open_jobs == [2, 1], "the one that runs, and one after it"


@on_sqlite
def test_it_learns_no_more_often_than_labels_have_earned(driver: Driver) -> None:
    project = driver.project(views=["tuned"])

    def requested(labels: int, seconds_per_label: float) -> bool:
        with driver.app.write() as uow:
            request_tuning(uow, uow[Projects].get(project), labels, seconds_per_label)
            before = uow[Jobs].open_of(project, "tune")
            for job in before:
                uow[Jobs].cancel(job, uow.now)
        return bool(before)

    assert not requested(29, 4.0)
    assert requested(30, 4.0)
    assert not requested(30, 0.1), "30 labels have earned 3 of the 9 CPU-seconds that it takes"
    assert not requested(1_000, 0.0), "it is off"
    with driver.app.write() as uow:
        uow[Views].of(project)[1].fitted_on = 30
    assert not requested(44, 4.0)
    assert requested(45, 4.0)
    for change, may in [
        ({"tuning_seconds": 13.0}, False),
        ({"tuning_seconds": 40.0}, True),
        ({"tuning": False}, False),
    ]:
        driver.http.patch(f"{API}/projects/{project}", json=change)
        assert requested(45, 4.0) is may, f"it takes 13.5 CPU-seconds: {change}"
    with driver.app.write() as uow:
        uow[Projects].get(project).tuning = True
        uow[Views].of(project)[1].learning_seconds = 27.0
    assert not requested(45, 4.0), "13 of 40 CPU-seconds are left"


@on_sqlite
def test_what_failed_is_tried_again_with_more_labels_and_not_with_each_round(
    with_tuned: Driver,
) -> None:
    def break_down(_app: App, _run: JobRun) -> None:
        raise MemoryError

    driver = with_tuned
    usual, driver.handlers["tune"] = driver.handlers["tune"], break_down
    project = driver.project_with(texts(120), CLASSES, views=["tuned"], audits="proof")
    driver.label_at_once(project, LABELS, truth)
    driver.work()
    with driver.app.read() as uow:
        failed = uow[Jobs].last_of(project, "tune")
    assert failed is not None
    assert (failed.state, failed.attempts) == (JobState.FAILED, 3)
    driver.handlers["tune"] = usual
    driver.post(f"/projects/{project}/rounds")
    assert "tune" not in driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()["tuning"]
    assert stats["next_labels"] == math.ceil(1.5 * failed.payload["labels"])
    driver.label_at_once(project, LABELS // 2 + 10, truth)
    assert "tune" in driver.work()


@on_sqlite
def test_rounds_do_without_it_where_it_is_off(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES, views=["lexical"])
    with driver.app.write() as uow:
        uow[Views].of(project)[1].encoder = "tuned"  # whoever made these vectors
        on = views_now(uow, uow[Projects].get(project))
        uow[Projects].get(project).tuning = False
        off = views_now(uow, uow[Projects].get(project))
    assert [view.encoder for view in on] == ["hashing", "tuned"]
    assert [view.encoder for view in off] == ["hashing"]


@on_sqlite
def test_it_stands_beside_another_encoder(driver: Driver) -> None:
    refused = driver.post("/projects", name="Alone", encoder="tuned")
    assert refused.status_code == 422
    assert refused.json()["field"] == "encoder"
