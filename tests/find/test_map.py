"""The map of a project's texts: drawn by a job, blind to audits, labelled by areas."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.vectors.map_layout import EDGE, lay_out, on_grid, placed, principal
from service.db.clock import FrozenClock
from service.find.maps import inside_polygon
from service.jobs.run_job import JobTaken
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.ports import Looking
from tests.driving import Driver
from tests.jobs.test_sweep import files, pass_hours, swept
from tests.texts import texts, truth
from workers import child
from workers.compute.map_layout import lay_out_in_process

WHOLE = f"0-0-{EDGE}-0-{EDGE}-{EDGE}-0-{EDGE}"
"""The corners of the map, and beyond no text."""


def drawn(driver: Driver, project: int) -> dict[str, Any]:
    """The points of a map that is drawn now."""
    assert driver.post(f"/projects/{project}/map").status_code == 202
    assert "draw_map" in driver.work()
    answer = driver.get(f"/projects/{project}/map/points")
    assert answer.status_code == 200, answer.text
    points: dict[str, Any] = answer.json()
    return points


def clusters(n: int, each: int, seed: int = 1) -> tuple[FloatArray, IntArray]:
    """Rows around so many directions, and which of these each is of."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(n, 32))
    of = np.repeat(np.arange(n), each)
    X = centres[of] + 0.4 * rng.normal(size=(n * each, 32))
    return (X / np.linalg.norm(X, axis=1, keepdims=True)).astype(np.float32), of


@pytest.mark.slow
def test_rows_that_are_alike_lie_near_each_other() -> None:
    X, of = clusters(8, 60)
    fitted = np.random.default_rng(2).permutation(len(X))[:320]
    others = np.setdiff1d(np.arange(len(X)), fitted)
    points = lay_out(X[fitted] @ principal(X, fitted), 3)
    assert np.array_equal(points, lay_out(X[fitted] @ principal(X, fitted), 3))
    rest = np.concatenate([*placed(X, fitted, points, others, 3)])
    places = on_grid(np.concatenate([points, rest])).astype(np.float64)
    assert (places.min(), places.max()) == (0, EDGE)
    kinds = of[np.concatenate([fitted, others])]
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    alike = kinds[distances.argmin(axis=1)] == kinds
    assert alike[: len(fitted)].mean() > 0.95, "by chance one in eight"
    assert alike[len(fitted) :].mean() > 0.95, "those that were placed, too"


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_few_rows_have_a_map(rows: int) -> None:
    X, _ = clusters(1, rows)
    points = lay_out(X @ principal(X, np.arange(rows)), 1)
    assert points.shape == (rows, 2)
    assert np.isfinite(points).all()
    assert len(on_grid(points)) == rows


def test_what_lies_in_a_polygon() -> None:
    places = np.array([[5, 5], [5, 15], [12, 5], [19, 19], [30, 5]], dtype=np.uint16)
    corner = np.array([[0, 0], [20, 0], [20, 20], [10, 20], [10, 10], [0, 10]], dtype=np.float64)
    assert inside_polygon(places, corner).tolist() == [True, False, True, True, False]
    assert inside_polygon(places, corner[::-1]).tolist() == [True, False, True, True, False]


@pytest.mark.slow
def test_a_child_lays_out_and_ends_with_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    X, _ = clusters(4, 20)
    points, cpu_seconds = lay_out_in_process(X, 1, lambda: None)
    assert np.array_equal(points, lay_out(X, 1))
    assert cpu_seconds > 0

    def look() -> None:
        raise JobTaken("it was cancelled")

    monkeypatch.setattr(child, "LOOK_SECONDS", 0.01)
    with pytest.raises(JobTaken):
        lay_out_in_process(X, 1, look)


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_map_is_drawn_coloured_and_labelled_by_area(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    assert driver.get(f"/projects/{project}/map").json()["reason"]["code"] == "no_vectors"
    assert driver.get(f"/projects/{project}/map/points").status_code == 404
    driver.imported(project, texts(120))
    driver.label(project, 40, truth)
    driver.work()
    points = drawn(driver, project)
    [status, listed] = driver.get(f"/projects/{project}/map").json(), _ids(driver, project)
    number = points["number"]
    assert (status["map"]["number"], status["map"]["items"]) == (number, 120)
    assert (status["came_since"], status["job"], status["reason"]) == (0, None, None)

    # What the list has, with what the list says of it.
    assert points["ids"] == [row["id"] for row in listed]
    assert len(points["ids"]) < 120, "some may be audits"
    names = points["classes"]
    assert [_name(names, each) for each in points["label"]] == [row["label"] for row in listed]
    for row, predicted, confidence in zip(
        listed, points["predicted"], points["confidence"], strict=True
    ):
        if predicted is not None:
            assert names[predicted] == row["prediction"]["class"]
            assert confidence == pytest.approx(100 * row["prediction"]["probability"], abs=1)
    assert any(each is not None for each in points["predicted"])
    assert [each is not None for each in points["round"]] == [
        each is not None for each in points["label"]
    ]
    assert max(each or 0 for each in points["round"]) > 0

    # An area's texts are listed and labelled as those of any filter.
    area = f"{number}-{WHOLE}"
    assert {row["id"] for row in _ids(driver, project, area=area)} <= {*points["ids"]}
    unlabelled = _ids(driver, project, area=area, state="unlabelled")
    said = {"matching": {"area": area, "state": "unlabelled"}, "answer": {"class": "metal"}}
    answer = driver.post(f"/projects/{project}/items:label", batch=str(uuid4()), **said)
    assert answer.json()["changed"] == len(unlabelled) > 0

    # Texts came: the map says so, and areas are of the one that is drawn then.
    driver.imported(project, [{"text": f"Another text, {number}"} for number in range(9)])
    assert driver.get(f"/projects/{project}/map").json()["came_since"] == 9
    again = drawn(driver, project)
    assert again["number"] > number
    answer = driver.get(f"/projects/{project}/items", area=area)
    assert (answer.status_code, answer.json()["field"]) == (422, "area")
    for bad in ("1", "x", f"{number}-1-1-2-2"):
        assert driver.get(f"/projects/{project}/items", area=bad).status_code == 422


def _name(names: list[str], place: int | None) -> str | None:
    return None if place is None else names[place]


def _ids(driver: Driver, project: int, **query: Any) -> list[dict[str, Any]]:
    answer = driver.get(f"/projects/{project}/items", limit=500, **query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_is_soon_asked_is_on_no_map(driver: Driver) -> None:
    project = driver.project_with(texts(120), ["fruit", "metal"])
    points = drawn(driver, project)
    with driver.app.read() as uow:
        kept = uow[Blindness].withheld(uow[Projects].get(project))
        hidden = {*uow[Items].ids_of_ordinals(project, sorted(kept)).values()}
    assert hidden
    assert hidden.isdisjoint(points["ids"])
    assert len(points["ids"]) == 120 - len(hidden)
    area = f"{points['number']}-{WHOLE}"
    assert hidden.isdisjoint(row["id"] for row in _ids(driver, project, area=area))
    ann = driver.join(project, "Ann")
    assert ann.get(f"/api/v1/projects/{project}/map/points").status_code == 403


@pytest.mark.slow
def test_asked_twice_it_is_drawn_once_and_a_cancelled_one_leaves_the_last(driver: Driver) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"])
    before = drawn(driver, project)
    first, second = (driver.post(f"/projects/{project}/map").json()["id"] for _ in range(2))
    assert first == second
    assert driver.get(f"/projects/{project}/map").json()["job"]["id"] == first

    def is_cancelled(_X: FloatArray, _seed: int, look: Looking) -> tuple[FloatArray, float]:
        driver.post(f"/jobs/{first}/cancel")
        look()
        raise AssertionError("it was cancelled")

    driver.tools = replace(driver.tools, lay_out=is_cancelled)
    driver.work()
    assert driver.get(f"/jobs/{first}").json()["state"] == "cancelled"
    assert driver.get(f"/projects/{project}/map/points").json() == before


@pytest.mark.slow
def test_the_last_map_stays_and_others_go(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"])
    drawn(driver, project)
    second = drawn(driver, project)
    assert len(files(driver, f"projects/{project}/maps")) == 4
    pass_hours(driver, clock, 2)
    assert swept(driver) == 1
    assert len(files(driver, f"projects/{project}/maps")) == 2
    assert driver.get(f"/projects/{project}/map/points").json() == second
