"""What the curve and the figures say, and what they don't claim."""

import json
from typing import Any

import pytest

from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import due_jobs
from service.jobs.run_job import run_job
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = on_sqlite

CLASSES = ["fruit", "metal"]


def label(driver: Driver, project: int, count: int, clock: FrozenClock, seconds: float) -> None:
    """Labels with that many seconds an item."""
    for _ in range(count):
        [lease] = driver.offered(project)["assignments"]
        shown = clock.now
        clock.advance(seconds)
        answer = truth(lease["item"]["text"])
        sent = driver.answer(project, lease, answer, shown_at=shown.isoformat())
        assert sent.status_code == 201


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project_with(
        texts(120), CLASSES, audits="proof", round_every=10, price_per_hour=36.0, target=0.9
    )


def curve(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/curve").json()


@pytest.mark.slow
def test_a_curve_without_points_says_why(driver: Driver, project: int) -> None:
    empty = curve(driver, project)
    assert (empty["metric"], empty["level"], empty["points"]) == ("accuracy", 0.95, [])
    assert [why["code"] for why in empty["reasons"]] == ["not_measured"]
    first = "No round has been measured yet. The first figures come with the first labels."
    assert empty["reasons"][0]["detail"] == first
    assert empty["target"] == {"value": 0.9}
    assert empty["labels_saved"] is None
    assert empty["enough_audit_items"] == {
        "estimate": 20,
        "labels_saved": 30,
        "class_figures": 10,
    }
    assert empty["labels_to_first_estimate"] == 50


def waits(driver: Driver, project: int) -> str:
    """What every figure that isn't there says that it waits for."""
    path = f"/projects/{project}"
    reasons = [
        *curve(driver, project)["reasons"],
        driver.get(f"{path}/bill").json()["random"]["reason"],
        driver.get(f"{path}/forecast").json()["reason"],
        driver.get(f"{path}/certify").json()["reason"],
        driver.get(f"{path}/model").json()["reason"],
        driver.get(f"{path}/predictions").json()["reason"],
    ]
    [said] = {each["detail"] for each in reasons}
    assert {each["code"] for each in reasons} == {"not_measured"}
    return str(said).removeprefix("No round has been measured yet. ")


def do(driver: Driver, kind: str) -> None:
    [job] = [each for each in due_jobs(driver.app) if each.kind == kind]
    run_job(driver.app, job.id, "test", driver.handlers, driver.tools)


@pytest.mark.slow
def test_before_the_first_figure_one_reads_what_it_waits_for(driver: Driver) -> None:
    project = driver.project(CLASSES, round_every=10)
    assert waits(driver, project) == "There are no texts yet."
    driver.upload(project, "\n".join(map(json.dumps, texts(60))))
    do(driver, "import")
    assert waits(driver, project) == "The first figures come with the first labels."
    driver.label_at_once(project, 12, truth)
    assert waits(driver, project) == (
        "The first figures come once an encoder has read all texts: 0 of 60 so far."
    )
    do(driver, "embed")
    assert waits(driver, project) == "The first round waits for a worker."
    do(driver, "rank")
    assert waits(driver, project) == "The first measurement waits for a worker."
    do(driver, "measure")
    assert "not_measured" not in [why["code"] for why in curve(driver, project)["reasons"]]


@pytest.mark.slow
def test_vectors_that_nothing_makes_are_said_to_be_what_is_missing(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(30), CLASSES)
    driver.label_at_once(project, 12, truth)
    assert waits(driver, project) == (
        "An encoder must read all texts, and no job does so: try again. 0 of 30 so far."
    )


@pytest.mark.slow
def test_how_many_labels_bring_the_first_estimate(driver: Driver, project: int) -> None:
    driver.label_at_once(project, 10, truth)
    assert curve(driver, project)["labels_to_first_estimate"] == 40
    driver.label_at_once(project, 40, truth)
    assert curve(driver, project)["labels_to_first_estimate"] == 0, "a measurement is missing"
    driver.work()
    assert curve(driver, project)["labels_to_first_estimate"] is None


@pytest.mark.slow
def test_handing_out_is_not_labelling(driver: Driver) -> None:
    """Nor does an audit item need one more label, only its second answer."""
    project = driver.project_with(texts(200), CLASSES, audits="balanced", overlap=2)
    driver.offered(project, limit=50)
    assert curve(driver, project)["labels_to_first_estimate"] == 67, "none is answered"
    driver.label_at_once(project, 30, truth)
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 0
    assert 30 <= curve(driver, project)["labels_to_first_estimate"] <= 45
    driver.label_at_once(project, 40, truth)
    assert curve(driver, project)["labels_to_first_estimate"] == 0, "only second answers"


@pytest.mark.slow
def test_a_small_pool_never_has_a_first_estimate(driver: Driver) -> None:
    small = driver.project_with(texts(50), ("cat", "dog"), audits="proof")
    assert curve(driver, small)["labels_to_first_estimate"] is None, "a third are 16 audit items"


@pytest.mark.slow
def test_labels_saved_come_with_hours_and_money(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    for _ in range(4):
        label(driver, project, 20, clock, 4.0)
        driver.work()
    found = curve(driver, project)
    saved = found["labels_saved"]
    assert (saved["at_labels"], saved["level"]) == (80, 0.95)
    assert saved["lower"] <= saved["estimate"]
    ends = ("upper", "low", "high", "likely_low", "likely_high")
    assert {saved[end] for end in ends} == {None}, "they don't hold with the head of projects"
    for bound in ("lower", "estimate"):
        assert saved["seconds"][bound] == pytest.approx(4.0 * saved[bound])
        assert saved["cost"][bound] == pytest.approx(0.04 * saved[bound])
    assert [point["labels"] for point in found["random"]["points"]] == [26, 52, 80]


@pytest.mark.slow
def test_points_show_quality_seconds_and_cost(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    for _ in range(3):
        label(driver, project, 20, clock, 4.0)
        driver.work()
    points = curve(driver, project)["points"]
    assert [point["labels"] for point in points] == [20, 40, 60]
    assert [point["audit_labels"] for point in points] == [8, 16, 24]
    assert [point["annotator_seconds"] for point in points] == [80.0, 160.0, 240.0]
    assert [point["cost"] for point in points] == [0.8, 1.6, 2.4]
    seconds = [point["compute_seconds"] for point in points]
    assert 0 < seconds[0] < seconds[1] < seconds[2]
    for point in points:
        joules = 10 * point["compute_seconds"]
        assert point["watt_hours"]["value"] == pytest.approx(joules / 3600), "10 W a core"
        assert point["watt_hours"]["low"] == pytest.approx(0.6 * joules / 3600)
    assert [point["estimate"] is None for point in points] == [True, True, False]
    assert [point["provisional"] for point in points] == [True, True, False]
    for point in points:
        assert 0 <= point["low"] < point["high"] <= 1
        assert point["evaluation"] is None
    for point in points[2:]:
        assert point["low"] <= point["estimate"] <= point["high"]
        assert 0 <= point["macro_f1"] <= 1
    assert points[-1]["strategy"].startswith("auto@1:")


def test_cost_is_unknown_until_seconds_or_a_price_are_known(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    stats = f"/projects/{project}/stats"
    driver.label_at_once(project, 3, truth)
    assert driver.get(stats).json()["cost"] is None
    label(driver, project, 2, clock, 10.0)
    assert driver.get(stats).json()["cost"] == pytest.approx(0.2)
    driver.http.patch(f"/api/v1/projects/{project}", json={"price_per_label": 0.1})
    assert driver.get(stats).json()["cost"] == pytest.approx(0.7)
    driver.http.patch(
        f"/api/v1/projects/{project}", json={"price_per_label": None, "price_per_hour": None}
    )
    assert driver.get(stats).json()["cost"] is None


@pytest.mark.slow
def test_a_coffee_break_costs_five_minutes_at_most(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    label(driver, project, 1, clock, 1_500.0)
    assert driver.get(f"/projects/{project}/stats").json()["annotator_seconds"] == 300.0


@pytest.mark.slow
def test_figures_of_a_project(driver: Driver, project: int, clock: FrozenClock) -> None:
    ann = driver.join(project, "Ann")
    label(driver, project, 20, clock, 2.0)
    driver.work()
    found = driver.get(f"/projects/{project}/stats").json()
    assert (found["items"], found["embedded"], found["labels"]) == (120, 120, 20)
    assert (found["audit_labels"], found["handed_out"], found["ran_dry"]) == (8, 20, 0)
    assert (found["target"], found["annotator_seconds"]) == (0.9, 40.0)
    assert found["encoder"] == {"name": "hashing", "state": "ready", "done": 120, "total": 120}
    assert found["mine"]["name"] == "admin"
    assert (found["mine"]["answers"], found["mine"]["today"]) == (20, 20)
    assert found["mine"]["median_seconds"] == 2.0
    assert found["mine"]["per_minute"] == 4.0
    [person] = found["people"]
    assert (person["name"], person["median_seconds"], person["per_minute"]) == ("admin", 2.0, 4.0)
    assert sum(one["labels"] for one in found["classes"]) == 20
    assert sum(one["audit_total"] for one in found["classes"]) == 8
    assert found["jobs"] == []
    assert found["last_round"]["label_count"] == 20
    theirs = ann.get(f"/api/v1/projects/{project}/stats").json()
    assert theirs["people"] == []
    assert (theirs["mine"]["answers"], theirs["labels"]) == (0, 20)


@pytest.mark.slow
def test_a_project_may_hide_how_fast_others_label(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    label(driver, project, 3, clock, 2.0)
    driver.http.patch(f"/api/v1/projects/{project}", json={"shows_pace": False})
    found = driver.get(f"/projects/{project}/stats").json()
    [person] = found["people"]
    assert (person["answers"], person["median_seconds"], person["per_minute"]) == (3, None, None)
    assert (found["mine"]["median_seconds"], found["mine"]["per_minute"]) == (2.0, 0.6)


@pytest.mark.slow
def test_the_figures_of_today_are_todays(driver: Driver, project: int, clock: FrozenClock) -> None:
    label(driver, project, 3, clock, 2.0)
    clock.advance(24 * 3600)
    mine = driver.get(f"/projects/{project}/stats").json()["mine"]
    assert (mine["answers"], mine["today"], mine["per_minute"]) == (3, 0, 0.0)


@pytest.mark.slow
def test_rounds_come_page_by_page(driver: Driver, project: int) -> None:
    for _ in range(3):
        driver.label_at_once(project, 10, truth)
        driver.work()
    page = driver.get(f"/projects/{project}/rounds", limit=2).json()
    assert ([each["number"] for each in page["results"]], page["next"]) == ([0, 1], "1")
    rest = driver.get(f"/projects/{project}/rounds", limit=2, cursor=page["next"]).json()
    assert ([each["number"] for each in rest["results"]], rest["next"]) == ([2, 3], None)
