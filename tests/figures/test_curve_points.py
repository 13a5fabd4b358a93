"""The curve stays readable and cheap, however many rounds there were; so does a tab's heartbeat."""

from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.db.clock import FrozenClock
from service.figures.show_progress import thinned
from service.rounds.queries.figures import FigureRows
from service.rounds.tables.rounds import Figure
from tests.driving import API, Driver
from tests.texts import texts, truth


def is_turn(before: int, after: int) -> bool:
    return before // 1_000 != after // 1_000


@pytest.mark.parametrize("most", [2, 3, 10, 299, 300])
@pytest.mark.parametrize("count", [0, 1, 2, 299, 300, 301, 4_000])
def test_thinning_keeps_order_ends_and_as_many_as_it_may(count: int, most: int) -> None:
    points = list(range(count))
    found = thinned(points, most, is_turn)
    assert len(found) == min(count, most)
    assert found == sorted(set(found))
    assert found[:1] + found[-1:] == points[:1] + points[-1:]
    if most >= 10 and count:
        assert {turn for turn in (1_000, 2_000, 3_000) if turn < count} <= {*found}


def test_thinned_points_stand_at_even_distances() -> None:
    found = thinned(range(3_001), 301, lambda _before, _after: False)
    assert {after - before for before, after in pairwise(found[1:-1])} == {10, 11}


def figure(project: int, number: int, **fields: Any) -> Figure:
    measured = {"labels": 5 * number, "known_answers": 0, "audit_labels": number // 2, "low": 0.2}
    seconds = {"annotator_seconds": 9.0 * number, "compute_seconds": 0.5 * number}
    made = {
        "strategy": "auto@1",
        "high": 0.9,
        "estimator": "assisted@1",
        **measured,
        **seconds,
        **fields,
    }
    return Figure(project_id=project, round=number, **made)


@pytest.mark.slow
def test_the_curve_answers_at_most_300_points(driver: Driver) -> None:
    project = driver.project()
    with driver.app.write() as uow:
        for number in range(1, 1_001):
            strategy = "margin@1" if number >= 777 else "auto@1"
            estimate = 0.5 + number / 2_500 if number >= 41 else None
            uow[FigureRows].put(figure(project, number, strategy=strategy, estimate=estimate))
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    assert len(points) == 300
    rounds = [point["round"] for point in points]
    assert rounds == sorted(rounds)
    assert {1, 41, 777, 1_000} <= {*rounds}, "the ends, the first estimate, the other strategy"
    assert (
        points[-1] | {"labels": 5_000, "strategy": "margin@1", "provisional": False} == points[-1]
    )


def test_a_round_that_is_measured_again_has_one_point(driver: Driver) -> None:
    project = driver.project()
    for estimate in (0.5, 0.75):
        with driver.app.write() as uow:
            uow[FigureRows].put(figure(project, 1, estimate=estimate))
    [point] = driver.get(f"/projects/{project}/curve").json()["points"]
    assert point["estimate"] == 0.75


def measured(point: dict[str, Any]) -> list[Any]:
    return [point[name] for name in ("round", "labels", "estimate", "low", "high")]


@pytest.mark.slow
def test_without_any_label_left_the_last_figure_is_none(driver: Driver) -> None:
    """What was measured stays on the curve; of today nothing is known, and no light is green."""
    rows = texts(240, ("fruit", "metal"))
    project = driver.project_with(rows, ("fruit", "metal"), strategy="margin", target=0.8)
    driver.label_at_once(project, 80, truth)
    driver.work()
    curve = driver.get(f"/projects/{project}/curve").json()
    assert (curve["points"][-1]["labels"], curve["stop"]["light"]) == (80, "green")
    path = f"{API}/projects/{project}/members/{driver.get('/me').json()['id']}/set-aside"
    driver.http.post(path).raise_for_status()
    driver.work()
    after = driver.get(f"/projects/{project}/curve").json()
    assert [*map(measured, after["points"][:-1])] == [*map(measured, curve["points"])]
    last = after["points"][-1]
    assert (last["labels"], last["estimate"], last["low"], last["high"]) == (0, None, 0.0, 1.0)
    assert after["stop"]["light"] == "red"
    assert after["stop"]["reasons"][0]["code"] == "too_few_audit_items"
    assert driver.get(f"/projects/{project}/next-step").json()["action"] != "take_model"
    driver.http.delete(path).raise_for_status()
    driver.work()
    back = driver.get(f"/projects/{project}/curve").json()
    assert back["points"][-1]["estimate"] == curve["points"][-1]["estimate"]
    assert back["stop"]["light"] == "green"


def progress(http: TestClient, project: int) -> Any:
    answer = http.get(f"{API}/projects/{project}/progress")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.both_databases
@pytest.mark.slow
def test_progress_says_what_a_labelling_tab_needs(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"])
    ann = driver.join(project, "Ann")
    driver.label(project, 3, truth)
    [offered] = driver.offered(project, http=ann)["assignments"]
    driver.answer(project, offered, truth(offered["item"]["text"]), http=ann)
    found = progress(ann, project)
    stats = driver.get(f"/projects/{project}/stats").json()
    assert found["today"] == 1
    assert progress(driver.http, project)["today"] == 3
    for name in ("items", "embedded", "labels", "next_round"):
        assert found[name] == stats[name]
    clock.advance(86_400)
    assert progress(driver.http, project)["today"] == 0


@pytest.mark.both_databases
@pytest.mark.slow
def test_progress_says_when_the_ranking_knows_what_was_answered(driver: Driver) -> None:
    project = driver.project_with(texts(40), ["fruit", "metal"])
    ann = driver.join(project, "Ann")
    assert progress(ann, project)["choosing"] == []
    driver.label(project, 5, truth)
    [job] = progress(ann, project)["choosing"]
    assert driver.get(f"/jobs/{job}").json()["kind"] == "rank"
    driver.label(project, 1, truth)
    assert progress(driver.http, project)["choosing"] == [job], "the same round will know it"
    driver.work()
    assert progress(ann, project)["choosing"] == []
    newest = driver.get(f"/projects/{project}/stats").json()["last_round"]
    assert newest["label_count"] == 6


def test_progress_is_for_members(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    assert ann.get(f"{API}/projects/{driver.project()}/progress").status_code == 404
