"""The light that says when to stop: what lights it, what it says is missing, who sees it."""

from typing import Any

import pytest

from service.jobs.queries.jobs import Jobs
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.rounds.kinds import MEASURE
from service.rounds.queries.figures import FigureRows, TargetLooks
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import TargetLook
from tests.db.rows import NOON, NOTHING_MEASURED, round_of
from tests.driving import API, Driver, on_sqlite
from tests.figures.test_curve_points import figure
from tests.texts import texts, truth

pytestmark = on_sqlite

ITEMS = 1_000


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.project(["fruit", "metal"], target=0.9)
    with driver.app.write() as uow:
        uow[Counters].count(made, Counted.ITEMS, ITEMS)
    return made


def light(driver: Driver, project: int) -> Any:
    found = driver.get(f"/projects/{project}/curve").json()["stop"]
    assert found == driver.get(f"/projects/{project}/stats").json()["stop"]
    enough = driver.get(f"/projects/{project}/progress").json()["enough"]
    reached = [r["code"] for r in (found or {"reasons": []})["reasons"]][:1] == ["target_reached"]
    assert enough is reached
    return found


def answered(driver: Driver, project: int, audits: int) -> None:
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.AUDIT_LABELS, audits)


def measured(driver: Driver, project: int, number: int, **fields: Any) -> None:
    with driver.app.write() as uow:
        if uow[Rounds].get(project, number) is None:
            uow[Rounds].add(round_of(project, number, measured_at=NOON, metrics=NOTHING_MEASURED))
        uow[FigureRows].put(figure(project, number, **fields))


def looked(driver: Driver, project: int, number: int, **shown: float) -> None:
    with driver.app.write() as uow:
        by_level = {"0.8": 0.0, "0.9": 0.0, "0.95": 0.0}
        by_level |= {name.replace("at_", "0."): share for name, share in shown.items()}
        look = TargetLook(
            project_id=project,
            round=number,
            labels=5 * number,
            audits=number,
            items=ITEMS,
            shown=by_level,
        )
        uow[TargetLooks].add(look)


def change(driver: Driver, project: int, **fields: Any) -> None:
    answer = driver.http.patch(f"{API}/projects/{project}", json=fields)
    assert answer.status_code == 200, answer.text


def codes(found: Any) -> tuple[str, list[str]]:
    return found["light"], [why["code"] for why in found["reasons"]]


def test_without_a_target_there_is_no_light(driver: Driver) -> None:
    assert light(driver, driver.project()) is None


def test_before_the_first_look_it_says_how_many_check_texts_are_missing(
    driver: Driver, project: int
) -> None:
    found = light(driver, project)
    assert codes(found) == ("red", ["too_few_audit_items"])
    assert found["reasons"][0]["figures"] == {"audit_items": 0, "needed": 20}
    measured(driver, project, 1, audit_labels=5, low=0.6, high=0.99)
    answered(driver, project, 12)
    assert light(driver, project)["reasons"][0]["figures"] == {"audit_items": 12, "needed": 20}


def test_once_they_are_answered_the_first_look_comes_with_a_measurement(
    driver: Driver, project: int
) -> None:
    answered(driver, project, 20)
    assert codes(light(driver, project)) == ("red", ["first_look_comes"])
    measured(driver, project, 1, audit_labels=12, low=0.6, high=0.99)
    assert codes(light(driver, project)) == ("red", ["first_look_comes"])


def test_far_near_and_reached(driver: Driver, project: int) -> None:
    measured(driver, project, 20, audit_labels=20, low=0.6, high=0.88)
    looked(driver, project, 20, at_9=0.55)
    found = light(driver, project)
    assert codes(found) == ("red", ["target_far"])
    assert found["reasons"][0]["figures"] == {"target": 90, "low": 60, "high": 88}
    measured(driver, project, 26, audit_labels=26, low=0.91, high=0.99)
    found = light(driver, project)  # between two looks no interval is enough
    assert codes(found) == ("amber", ["target_near"])
    assert found["reasons"][0]["figures"] == {
        "target": 90, "low": 91, "high": 99, "audit_items": 26, "next_look": 30,
    }  # fmt: skip
    assert found["reached_at_labels"] is None
    measured(driver, project, 30, audit_labels=30, low=0.91, high=0.99)
    looked(driver, project, 30, at_9=0.905)
    found = light(driver, project)
    assert codes(found) == ("green", ["target_reached"])
    assert (found["reached_at_labels"], found["level"], found["target"]) == (150, 0.9, 0.9)
    assert found["reasons"][0]["figures"] == {"target": 90, "labels": 150, "audit_items": 30}


def test_looks_count_for_a_target_that_is_set_later(driver: Driver, project: int) -> None:
    measured(driver, project, 45, audit_labels=45, low=0.8, high=0.98)
    looked(driver, project, 30, at_8=0.8, at_9=0.78, at_95=0.76)
    looked(driver, project, 45, at_8=0.87, at_9=0.852, at_95=0.83)
    assert light(driver, project)["light"] == "amber"
    change(driver, project, target=0.85)
    assert light(driver, project)["reached_at_labels"] == 225
    change(driver, project, target=0.775)
    found = light(driver, project)
    assert found["reached_at_labels"] == 150
    assert found["reasons"][0]["figures"]["target"] == 77.5
    change(driver, project, target=0.86)
    found = light(driver, project)
    assert codes(found) == ("amber", ["target_near"])
    assert found["reasons"][0]["figures"]["next_look"] == 68
    change(driver, project, stop_level=0.8)
    assert light(driver, project)["light"] == "green"
    change(driver, project, stop_level=0.95, target=0.85)
    assert light(driver, project)["light"] == "amber"


def test_a_target_that_was_reached_is_not_where_later_figures_lie_below_it(
    driver: Driver, project: int
) -> None:
    measured(driver, project, 30, audit_labels=30, low=0.91, high=0.99)
    looked(driver, project, 30, at_9=0.905)
    assert light(driver, project)["light"] == "green"
    measured(driver, project, 35, audit_labels=35, low=0.7, high=0.89)
    assert codes(light(driver, project)) == ("red", ["target_far"])


def test_a_target_that_was_reached_is_not_where_its_labels_were_taken_back(
    driver: Driver, project: int
) -> None:
    looked(driver, project, 30, at_9=0.905)
    measured(driver, project, 31, audit_labels=28, labels=143, low=0.91, high=0.99)
    assert light(driver, project)["light"] == "green", "a few were"
    measured(driver, project, 32, audit_labels=20, labels=140, low=0.6, high=0.99)
    assert codes(light(driver, project)) == ("amber", ["target_near"])


def test_what_was_shown_of_a_pool_is_not_shown_of_a_larger_one(
    driver: Driver, project: int
) -> None:
    measured(driver, project, 30, audit_labels=30, low=0.91, high=0.99)
    looked(driver, project, 30, at_9=0.92)
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.ITEMS, 10)
    assert light(driver, project)["light"] == "green"
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.ITEMS, 100)
    assert light(driver, project)["light"] == "amber"


def test_after_the_last_look_it_says_that_there_is_none(driver: Driver, project: int) -> None:
    measured(driver, project, 1730, audit_labels=1_800, low=0.88, high=0.91)
    looked(driver, project, 1730, at_9=0.87)
    found = light(driver, project)
    assert codes(found) == ("amber", ["no_more_looks"])
    assert found["reasons"][0]["figures"]["looks"] == 12


@pytest.mark.parametrize("level", [0.7, 1.0, "much"])
def test_a_level_that_is_not_offered_is_refused(driver: Driver, project: int, level: Any) -> None:
    answer = driver.http.patch(f"{API}/projects/{project}", json={"stop_level": level})
    assert answer.status_code == 422
    assert "stop_level" in answer.text


def campaign(driver: Driver, project: int, before: float, last: float) -> None:
    """Two exact figures a doubling apart, and labels that cost 0.5 each."""
    exact = {"audit_labels": 25}
    measured(driver, project, 40, estimate=before, low=before, high=before, **exact)
    measured(driver, project, 80, estimate=last, low=last, high=last, **exact)
    change(driver, project, price_per_label=0.5)
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.LABELS, 400)


def test_whether_more_is_worth_it_is_said_where_a_point_has_a_value(
    driver: Driver, project: int
) -> None:
    campaign(driver, project, 0.7, 0.74)
    assert codes(light(driver, project)) == ("red", ["target_far"])
    # 100 labels on top of 400 are 0.32 doublings of 4 points each, and cost 50.
    change(driver, project, value_per_point=100)
    found = light(driver, project)
    assert codes(found) == ("red", ["target_far", "worth_more"])
    assert found["reasons"][1]["figures"] == {
        "labels": 100, "cost": 50, "points": 1.3, "worth": 128.77,
    }  # fmt: skip
    change(driver, project, value_per_point=30)
    found = light(driver, project)
    assert codes(found) == ("green", ["target_far", "not_worth_more"])
    assert found["reached_at_labels"] is None
    change(driver, project, target=None)
    found = light(driver, project)
    assert codes(found) == ("green", ["not_worth_more"])
    assert "EUR for the next 100 labels" in found["reasons"][0]["detail"]
    assert found["target"] is None


def test_what_more_is_worth_is_not_made_up(driver: Driver, project: int) -> None:
    change(driver, project, target=None, value_per_point=30)
    assert codes(light(driver, project)) == ("red", ["no_price"])
    change(driver, project, price_per_label=0.5)
    with driver.app.write() as uow:
        uow[Counters].count(project, Counted.LABELS, 400)
    found = light(driver, project)
    assert codes(found) == ("red", ["few_figures"])
    assert found["reasons"][0]["figures"] == {"figures": 0, "needed": 2}
    for number, labels in ((1, 40), (2, 60), (3, 79)):
        measured(driver, project, number, labels=labels, audit_labels=25, estimate=0.7)
    found = light(driver, project)
    assert codes(found) == ("red", ["few_labels_to_weigh"])
    assert found["reasons"][0]["figures"] == {"labels": 79, "needed": 80}


def test_annotators_are_told_that_it_is_enough_and_nothing_else(
    driver: Driver, project: int
) -> None:
    ann = driver.join(project, "Ann")
    paths = [f"{API}/projects/{project}/{name}" for name in ("curve", "stats", "progress")]
    assert ann.get(paths[2]).json()["enough"] is False
    measured(driver, project, 30, audit_labels=30, low=0.91, high=0.99)
    looked(driver, project, 30, at_9=0.905)
    assert [ann.get(path).json()["stop"] for path in paths[:2]] == [None, None]
    assert ann.get(paths[2]).json()["enough"] is True
    assert "30" not in ann.get(paths[2]).text


@pytest.mark.slow
def test_a_campaign_looks_as_its_audits_grow(driver: Driver) -> None:
    project = driver.project_with(
        texts(200), ["fruit", "metal"], audits="proof", round_every=10, target=0.6
    )
    for more in (50, 30, 70):
        driver.label_at_once(project, more, truth)
        driver.work()
    with driver.app.read() as uow:
        looks = uow[TargetLooks].of(project)
    assert [look.audits for look in looks] == [20, 32, 50]
    assert [look.labels for look in looks] == [50, 80, 150]
    points = {p["round"]: p for p in driver.get(f"/projects/{project}/curve").json()["points"]}
    for look in looks:
        shown = [look.shown[level] for level in ("0.8", "0.9", "0.95")]
        assert shown == sorted(shown, reverse=True)
        assert 0 < shown[-1] <= points[look.round]["estimate"]
        assert look.items == 200
    assert light(driver, project)["light"] == "green"


@pytest.mark.slow
def test_a_round_that_is_measured_again_keeps_its_look(driver: Driver) -> None:
    """A worker may end between storing figures and telling so; by then there are more audits."""
    project = driver.project_with(texts(200), ["fruit", "metal"], audits="proof", round_every=10)
    driver.label_at_once(project, 50, truth)
    driver.work()
    with driver.app.read() as uow:
        [look] = uow[TargetLooks].of(project)
    driver.without("rank").label_at_once(project, 30, truth)
    with driver.app.write() as uow:
        job = uow[Jobs].add(MEASURE.job(project, uow.now, {"round": look.round})).id
    driver.work()
    assert driver.get(f"/jobs/{job}").json()["state"] == "done"
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    assert points[-1]["audit_labels"] == 32
    with driver.app.read() as uow:
        assert [look.audits for look in uow[TargetLooks].of(project)] == [20]
