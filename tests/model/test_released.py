"""The head that a round releases, put to texts that the pool doesn't have."""

import numpy as np
import pytest

from service.core.heads.mixture import MixtureHead
from service.core.suggestions import calibrated
from service.kit.reasons import Reason
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Views
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from tests.beginnings import once
from tests.driving import Driver, on_sqlite
from tests.rounds.test_predictions import last_measured
from tests.texts import texts, truth

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal"]
NEW = ["a ripe melon and a lemon", "copper or nickel", "pear, plum, cherry", "iron and zinc"]


@pytest.fixture
def project(driver: Driver) -> int:
    def measured() -> int:
        made = driver.project_with(texts(60), CLASSES)
        driver.label_at_once(made, 20, truth)
        driver.work()
        return made

    return once(driver.app, ("measured", 20), measured)


def released(driver: Driver, project: int) -> Released:
    found = released_head(driver.app, last_measured(driver, project))
    assert isinstance(found, Released)
    return found


def test_it_says_of_new_texts_what_the_stored_head_says_calibrated(
    driver: Driver, project: int
) -> None:
    X = driver.tools.encoder("hashing").encode(NEW)
    found, measured = released(driver, project), last_measured(driver, project)
    P = found.probabilities(X)
    assert P.argmax(axis=1).tolist() == [CLASSES.index(truth(text)) for text in NEW]
    np.testing.assert_allclose(P.sum(axis=1), 1)
    with driver.app.read() as uow:
        view = uow[Views].ranked(project)
        assert list(found.class_ids) == list(uow[Classes].names(project))
        vectors, _ = load_vectors(driver.app.blobs, uow[Shards].current(view), 60)
    learner = load_learner(driver.app, [view.neighbours], found.class_ids, vectors)
    head = learner.restored(driver.app.blobs.arrays(measured.artefacts["released_head"]))
    assert isinstance(head, MixtureHead)
    expected = calibrated(head.probabilities(X), found.calibration)
    np.testing.assert_allclose(P, expected / expected.sum(axis=1, keepdims=True))
    assert (found.number, found.round_id) == (measured.number, measured.id)


@pytest.mark.slow
def test_a_head_goes_on_from_the_one_released_before(driver: Driver, project: int) -> None:
    def labels_when_estimated() -> tuple[int, int]:
        measured = last_measured(driver, project)
        head = driver.app.blobs.arrays(measured.artefacts["released_head"])
        return measured.label_count, int(head["estimate.numbers"][0])

    assert labels_when_estimated() == (20, 20)
    driver.label(project, 1, truth)
    driver.work()
    assert labels_when_estimated() == (21, 20), "an estimate stands for a tenth more labels"


@pytest.mark.slow
def test_it_is_kept_until_the_next_round_is_measured(driver: Driver, project: int) -> None:
    first, before = released(driver, project), last_measured(driver, project)
    assert released(driver, project) is first
    driver.label_at_once(project, 10, truth)
    driver.work()
    second = released(driver, project)
    assert second.number > first.number
    assert isinstance(first.head, MixtureHead)
    assert isinstance(second.head, MixtureHead)
    assert second.head.graphs[0] is first.head.graphs[0]
    assert released_head(driver.app, before) is first, "who began with it goes on with it"


def test_without_a_measured_round_there_is_a_reason(driver: Driver) -> None:
    made = driver.project(CLASSES)
    with driver.app.read() as uow:
        found = released_head(driver.app, uow[Rounds].last_measured(made))
    assert isinstance(found, Reason)
    assert found.code == "not_measured"
