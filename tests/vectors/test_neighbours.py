"""The graph that embedding leaves behind, class names, and the heads that are made of them."""

from typing import Any

import numpy as np
import pytest

from service.core.vectors.neighbours import find_neighbours
from service.db.clock import FrozenClock
from service.pool.queries.projects import Views
from service.pool.tables.projects import View
from service.ports import registered_encoders
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from tests.driving import Driver, on_sqlite
from tests.jobs.test_sweep import files, pass_hours, swept
from tests.parts.counting import OtherWeights
from tests.texts import texts, truth
from tests.vectors.vectors import current, use

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal"]
HASHING = registered_encoders()["hashing"].load(None)


def stored(driver: Driver, project: int) -> View:
    with driver.app.read() as uow:
        return uow[Views].ranked(project)


def rounds(driver: Driver, project: int) -> list[Round]:
    with driver.app.read() as uow:
        return list(uow[Rounds].page(project, after=-1, limit=1_000))


def graph(driver: Driver, project: int) -> dict[str, Any]:
    key = stored(driver, project).neighbours
    assert key is not None
    return driver.app.blobs.arrays(key)


def labelled(driver: Driver, project: int, count: int) -> Round:
    driver.label_at_once(project, count, truth)
    driver.work()
    return rounds(driver, project)[-1]


def test_the_graph_is_of_the_projects_vectors(driver: Driver) -> None:
    project = driver.project_with(texts(50), CLASSES)
    found = graph(driver, project)
    vectors, present = load_vectors(driver.app.blobs, current(driver, project), 50)
    expected = find_neighbours(vectors, present).to_arrays()
    for name, array in expected.items():
        assert np.array_equal(found[name], array), name
    assert found["items"] == 50


def test_classes_are_known_by_name_and_description(driver: Driver) -> None:
    described = {"name": "scrap_metal", "description": "To be melted."}
    project = driver.post(
        "/projects", name="Test", classes=[{"name": "fruit"}, described], seed=17
    ).json()["id"]
    driver.imported(project, texts(50))
    found = graph(driver, project)
    assert found["class_texts"].tolist() == ["fruit", "scrap metal: To be melted."]
    expected = HASHING.encode(["fruit", "scrap metal: To be melted."])
    assert np.array_equal(found["class_vectors"], expected)


def test_examples_of_a_class_are_known_beside_its_name(driver: Driver) -> None:
    project = driver.project_with(texts(50), CLASSES)
    ids = graph(driver, project)["class_ids"].tolist()
    written = ["An apple, peeled.", "Two ripe plums."]
    for _ in range(2):  # what is said again asks for nothing
        place = f"/api/v1/projects/{project}/classes/{ids[0]}/examples"
        answer = driver.http.put(place, json={"examples": written})
        assert answer.status_code == 200, answer.text
        driver.work()
    found = graph(driver, project)
    assert found["class_texts"].tolist() == ["fruit", *written, "metal"]
    assert found["class_ids"].tolist() == [ids[0], ids[0], ids[0], ids[1]]
    key = stored(driver, project).neighbours
    vectors = np.zeros((50, HASHING.dimensions), dtype=np.float32)
    names = load_learner(driver.app, [key], [ids[1], 999, ids[0]], vectors).names
    assert names is not None
    assert names.classes.tolist() == [0, 2, 2, 2]
    assert np.array_equal(names.vectors, HASHING.encode(["metal", "fruit", *written]))
    assert labelled(driver, project, 10).metrics is not None


def test_a_new_class_is_embedded_and_the_graph_stays(driver: Driver) -> None:
    project = driver.project_with(texts(100), CLASSES)
    before = graph(driver, project)
    key = stored(driver, project).neighbours
    row = {"text": "A text of its own.", "label": "bird"}
    driver.imported(project, [row], labels="import", create_classes=True)
    assert stored(driver, project).neighbours != key
    after = graph(driver, project)
    assert after["class_texts"].tolist() == [*CLASSES, "bird"]
    assert after["items"] == 100
    assert np.array_equal(after["nearest"], before["nearest"])
    assert labelled(driver, project, 10).metrics is not None


def test_a_class_that_nobody_answered_is_predicted_by_its_name(driver: Driver) -> None:
    project = driver.project_with(texts(60), [*CLASSES, "bird"])
    last = labelled(driver, project, 12)
    ids = last.class_ids
    with driver.app.read() as uow:
        shards = uow[Shards].of(uow[Views].ranked(project), last.encoder_fingerprint)
        vectors, _ = load_vectors(driver.app.blobs, shards, 60)
    learner = load_learner(driver.app, [stored(driver, project).neighbours], ids, vectors)
    head = learner.restored(driver.app.blobs.arrays(last.artefacts["released_head"]))
    assert head.class_indices.tolist() == [0, 1, 2]
    newer = load_learner(driver.app, [stored(driver, project).neighbours], [*ids, 999], vectors)
    assert newer.names is not None
    assert newer.names.classes.tolist() == [0, 1, 2], "a class that is newer has no name yet"


def test_items_of_the_evaluation_set_are_no_nodes(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.imported(project, texts(20), role="evaluation", labels="import")
    driver.imported(project, texts(80)[20:])
    assert graph(driver, project)["items"] == 60
    assert len(graph(driver, project)["nodes"]) == 60


def test_before_there_is_a_graph_the_plain_head_ranks(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    with driver.app.write() as uow:
        uow[Views].ranked(project).neighbours = None  # as before a first embedding ends
    plain = labelled(driver, project, 10)
    assert plain.head == "logistic@1"
    assert plain.metrics is not None
    driver.imported(project, texts(120)[60:])
    mixed = labelled(driver, project, 10)
    assert mixed.head == "mixture@1", "which doesn't start from the plain head of before"
    assert mixed.artefacts["neighbours"] == stored(driver, project).neighbours


def test_a_pool_that_grows_little_keeps_its_graph(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    first = stored(driver, project).neighbours
    labelled(driver, project, 10)
    driver.imported(project, texts(64)[60:])
    assert stored(driver, project).neighbours == first
    assert labelled(driver, project, 10).artefacts["neighbours"] == first
    driver.imported(project, texts(120)[64:])
    assert stored(driver, project).neighbours != first
    assert graph(driver, project)["items"] == 120
    assert labelled(driver, project, 10).head == "mixture@1"


def test_another_encoder_gets_a_graph_of_its_own(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    before = stored(driver, project).neighbours
    use(driver, OtherWeights())
    driver.imported(project, texts(61)[60:])
    driver.work()
    after = stored(driver, project)
    assert after.neighbours != before
    assert after.fingerprint == OtherWeights().fingerprint
    assert graph(driver, project)["items"] == 61
    assert labelled(driver, project, 10).metrics is not None


def test_two_heads_of_each_kind_are_kept(driver: Driver) -> None:
    project = driver.project_with(texts(100), CLASSES)
    last = [labelled(driver, project, 10) for _ in range(5)][-1]
    for role in ("ranking", "released"):
        kept = files(driver, f"projects/{project}/heads/{role}")
        assert kept == {f"{last.number - 1}.npz", f"{last.number}.npz"}, role


def test_graphs_of_no_use_go_after_an_hour(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(40), CLASSES)
    labelled(driver, project, 10)
    driver.imported(project, texts(90)[40:])
    folder = f"projects/{project}/neighbours"
    assert len(files(driver, folder)) == 2
    pass_hours(driver, clock, 1.1)
    assert swept(driver) == 1
    now = stored(driver, project).neighbours
    assert now is not None
    assert {f"{folder}/{name}" for name in files(driver, folder)} == {now}
    assert labelled(driver, project, 10).metrics is not None
