"""Where items of a large pool stand in its graph is found once, by a job, and read by rounds."""

import numpy as np
import pytest

from service.core.vectors import neighbours
from service.db.clock import FrozenClock
from service.exporting.back_up import back_up
from service.jobs.kinds import attach
from service.rounds.load_learner import load_learner
from service.vectors import link_neighbours
from service.vectors.load_vectors import load_vectors
from tests.driving import Driver, on_sqlite
from tests.jobs.test_sweep import files, pass_hours, swept
from tests.texts import texts, truth
from tests.vectors.vectors import current, view_of

pytestmark = [on_sqlite, pytest.mark.slow]

ITEMS, NODES = 120, 50


@pytest.fixture
def project(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(neighbours, "MOST_NODES", NODES)
    monkeypatch.setattr(attach, "MOST_NODES", NODES)
    monkeypatch.setattr(link_neighbours, "SLICE_ROWS", 45)
    found = driver.project(["fruit", "metal"])
    driver.imported(found, texts(ITEMS))
    return found


def beside(driver: Driver, project: int) -> list[str]:
    """The endings of the files beside the graph."""
    graph = view_of(driver, project).neighbours
    assert graph is not None
    stem = graph.rpartition("/")[2].removesuffix("npz")
    found = files(driver, f"projects/{project}/neighbours")
    return sorted(each.removeprefix(stem) for each in found if each.startswith(stem))


def test_rounds_and_measurements_look_nothing_up(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert beside(driver, project) == ["0-45.npy", "45-90.npy", "90-120.npy", "npz"]
    graph = view_of(driver, project).neighbours
    assert graph is not None
    vectors, _ = load_vectors(driver.app.blobs, current(driver, project), ITEMS)
    stored = load_learner(driver.app, [graph], [1, 2], vectors).neighbours
    plain = neighbours.neighbours_from_arrays(driver.app.blobs.arrays(graph), vectors)
    assert stored is not None
    rows = np.arange(ITEMS)
    found, expected = (each.places(vectors[rows], rows) for each in (stored, plain))
    np.testing.assert_allclose(found.similarity, expected.similarity, atol=1e-6)
    assert np.mean(found.nearest == expected.nearest) > 0.99, "but for equals"
    asked = list[int]()
    look_up = neighbours.nearest_nodes
    monkeypatch.setattr(
        neighbours, "nearest_nodes", lambda X, nodes: asked.append(len(X)) or look_up(X, nodes)
    )
    driver.label_at_once(project, 60, truth)
    assert {"rank", "measure"} <= {*driver.work()}
    assert sum(asked) == 0


def test_items_that_come_later_are_attached_to_the_same_graph(driver: Driver, project: int) -> None:
    graph = view_of(driver, project).neighbours
    driver.imported(project, texts(ITEMS + 5)[ITEMS:])
    assert view_of(driver, project).neighbours == graph
    assert beside(driver, project) == ["0-45.npy", "120-125.npy", "45-90.npy", "90-120.npy", "npz"]


def test_it_stays_with_the_graph_and_goes_with_it(
    driver: Driver, project: int, clock: FrozenClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, graph = beside(driver, project), view_of(driver, project).neighbours
    driver.post(f"/projects/{project}/classes", name="wood")
    assert "attach" not in driver.work()[:-1]
    assert view_of(driver, project).neighbours != graph, "it knows the name of another class"
    assert beside(driver, project) == before
    assert back_up(driver.app, tmp_path_factory.mktemp("saved") / "saved.tar").files >= 8
    driver.label_at_once(project, 5, truth)
    driver.work()
    pass_hours(driver, clock, 2.1)
    swept(driver)
    assert len(files(driver, f"projects/{project}/neighbours")) == len(before)
