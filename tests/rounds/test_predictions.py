"""The blob of predictions that each measured round leaves."""

import copy
from typing import NoReturn

import numpy as np
import pytest

from service.app import App
from service.jobs.run_job import JobRun
from service.pool.queries.classes import Classes
from service.pool.queries.labels import LabelRows
from service.rounds.measuring.measure_round import measure_round
from service.rounds.predictions import NOTHING, Predictions, load_predictions
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.rounds.tables.rounds import Figure, Round
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal"]


def last_measured(driver: Driver, project: int) -> Round:
    with driver.app.read() as uow:
        found = uow[Rounds].last_measured(project)
    assert found is not None
    return found


def figure_of(driver: Driver, measured: Round) -> Figure:
    with driver.app.read() as uow:
        return uow[FigureRows].of(measured.project_id, measured.number)


def predicted(driver: Driver, project: int) -> Predictions:
    found = load_predictions(driver.app, last_measured(driver, project))
    assert found is not None
    return found


@pytest.mark.slow
def test_a_measured_round_says_what_it_predicts_of_the_whole_pool(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    driver.label_at_once(project, 20, truth)
    driver.work()
    found = predicted(driver, project)
    with driver.app.read() as uow:
        ids = list(uow[Classes].names(project))
        labelled = [label.ordinal for label in uow[LabelRows].to_learn(project)]
    assert found.class_ids.tolist() == ids
    assert found.class_index.shape == (60,)
    assert (found.class_index < len(CLASSES)).all()
    assert ((found.probability > 0.4) & (found.probability <= 1)).all()
    assert np.flatnonzero(~np.isnan(found.given_probability)).tolist() == sorted(labelled)
    assert not found.class_index.flags.writeable


@pytest.mark.slow
def test_of_what_is_no_pool_item_nothing_is_said(driver: Driver) -> None:
    project = driver.project_with(texts(40), CLASSES)
    rows = [{"text": f"a red apple, number {i}", "label": "fruit"} for i in range(5)]
    driver.imported(project, rows, role="evaluation", labels="import")
    driver.label_at_once(project, 12, truth)
    driver.work()
    found = predicted(driver, project)
    assert (found.class_index[40:] == NOTHING).all()
    assert np.isnan(found.probability[40:]).all()


@pytest.mark.slow
def test_only_the_last_rounds_keep_theirs(driver: Driver) -> None:
    project = driver.project_with(texts(80), CLASSES)
    seen = []
    for _ in range(4):
        driver.label_at_once(project, 6, truth)
        driver.work()
        seen.append(last_measured(driver, project))
    kept = driver.app.blobs.names(f"projects/{project}/predictions")
    assert [one.artefacts["predictions"] for one in seen[-len(kept) :]] == kept
    assert len(kept) <= 2
    assert load_predictions(driver.app, seen[0]) is None
    assert load_predictions(driver.app, None) is None


@pytest.mark.slow
def test_a_model_stays_until_the_next_is_measured_whole(driver: Driver) -> None:
    """However many rounds weren't measured meanwhile: a worker that is killed before it stores the
    figures leaves the last measured round and its files."""
    project = driver.project_with(texts(120), CLASSES)
    driver.label_at_once(project, 30, truth)
    driver.work()
    before = last_measured(driver, project)
    driver.without("measure")
    for _ in range(3):
        driver.label_at_once(project, 10, truth)
        driver.work(until_idle=False)

    def killed(app: App, run: JobRun) -> None:
        dying = copy.copy(app)
        dying.write = stopped
        measure_round(dying, run)

    def stopped() -> NoReturn:
        raise RuntimeError

    driver.handlers["measure"] = killed
    driver.post(f"/projects/{project}/rounds")
    driver.work(until_idle=False)
    assert last_measured(driver, project).id == before.id
    assert load_predictions(driver.app, before) is not None
    assert isinstance(released_head(driver.app, before), Released)
