"""What a target still takes, from what rounds kept: labels, seconds, money, a date."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.core.evaluation.metric import Metric
from service.db.clock import FrozenClock
from service.pool.queries.labels import LabelRows
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Ahead
from tests.driving import Driver
from tests.figures.test_figures import label
from tests.texts import texts

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project_with(texts(400), CLASSES, audits="proof", round_every=10, target=0.9)


def asked(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/forecast").json()


def put_outlook(
    driver: Driver, project: int, outlook: Ahead, metric: Metric = Metric.ACCURACY
) -> None:
    """As if the last measurement had found it."""
    with driver.app.write() as uow:
        found = uow[Rounds].last_measured(project)
        assert found is not None
        assert found.metrics is not None
        found.metrics = replace(found.metrics, outlooks={metric: outlook})


def change(driver: Driver, project: int, **settings: Any) -> None:
    driver.http.patch(f"/api/v1/projects/{project}", json=settings).raise_for_status()


def kept(*ends: tuple[float, float]) -> Ahead:
    """Accuracy even between two ends, with 40 labels and with 160."""
    rows = [[low + (high - low) * step / 20 for step in range(21)] for low, high in ends]
    return Ahead([40.0, 160.0], rows, None)


def test_before_a_round_there_is_none(driver: Driver, project: int) -> None:
    found = asked(driver, project)
    assert (found["forecast"], found["reason"]["code"]) == (None, "not_measured")


@pytest.mark.slow
def test_a_measured_round_says_what_may_come(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    label(driver, project, 30, clock, 4.0)
    driver.work()
    assert asked(driver, project)["reason"]["code"] == "few_audit_items"
    label(driver, project, 60, clock, 4.0)
    driver.work()
    with driver.app.read() as uow:
        measured = uow[Rounds].last_measured(project)
        assert measured is not None
        assert measured.metrics is not None
        ahead = measured.metrics.outlooks[Metric.ACCURACY]
        assert measured.seconds["outlook"] > 0
        order = uow[LabelRows].in_order(project)
        assert len(order) == 90
    assert ahead.reason is None
    assert (ahead.labels[0], ahead.labels[-1]) == (90, 400)
    found = asked(driver, project)
    assert (found["forecast"], found["reason"]["code"]) == (None, "target_seems_reached")


@pytest.mark.slow
def test_the_forecast_answers_for_the_target_of_now(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    label(driver, project, 40, clock, 6.0)
    driver.work()
    outlook = kept((0.6, 0.8), (0.7, 0.9))
    put_outlook(driver, project, outlook)
    change(driver, project, target=0.75)
    found = asked(driver, project)
    assert found["reason"] is None
    shown = found["forecast"]
    assert (shown["target"], shown["level"]) == (0.75, 0.85)
    assert (shown["reached"], shown["within"]) == pytest.approx((0.25, 0.75))
    assert shown["labels"] == {"low": 40, "estimate": 80, "high": 130}
    assert shown["more_labels"] == {"low": 0, "estimate": 40, "high": 90}
    assert shown["seconds"] == {"low": 0, "estimate": 240, "high": 540}
    assert shown["cost"] is None
    assert [why["code"] for why in shown["reasons"]] == ["no_price"]
    assert [point["labels"] for point in shown["cone"]] == [40, 160]
    assert shown["cone"][0]["estimate"] == pytest.approx(0.7)
    curve = driver.get(f"/projects/{project}/curve").json()
    assert (curve["forecast"], curve["forecast_reason"]) == (shown, None)
    change(driver, project, target=0.83)
    assert asked(driver, project)["forecast"]["within"] == pytest.approx(0.35)
    change(driver, project, target=0.99)
    far = asked(driver, project)["reason"]
    assert far["code"] == "target_too_far"
    assert far["detail"] == (
        "99 % is out of reach for now. Even 160 labels would get there with a chance of "
        f"{far['figures']['percent']} %."
    )
    change(driver, project, target=0.55)
    assert asked(driver, project)["reason"]["code"] == "target_seems_reached"
    change(driver, project, target=None)
    assert asked(driver, project)["reason"]["code"] == "no_target"


@pytest.mark.slow
def test_money_and_a_date_follow_from_price_and_pace(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    label(driver, project, 20, clock, 6.0)
    clock.advance(24 * 3600)
    label(driver, project, 20, clock, 6.0)
    driver.work()
    outlook = kept((0.6, 0.8), (0.7, 0.9))
    put_outlook(driver, project, outlook)
    change(driver, project, target=0.75, price_per_hour=36.0, price_per_label=0.1)
    shown = asked(driver, project)["forecast"]
    assert shown["cost"] == pytest.approx({"low": 0, "estimate": 40 * 0.16, "high": 90 * 0.16})
    # 20 a day: 40 more take two days, 90 take five.
    today = clock.now.date()
    days = {end: (date.fromisoformat(day) - today).days for end, day in shown["date"].items()}
    assert days == {"low": 0, "estimate": 2, "high": 5}
    put_outlook(driver, project, replace(outlook, labels=[40.0, 400_000.0]))
    shown = asked(driver, project)["forecast"]
    assert shown["date"] is None
    assert [why["code"] for why in shown["reasons"]] == ["date_too_far"]
    put_outlook(driver, project, outlook)
    clock.advance(8 * 24 * 3600)
    shown = asked(driver, project)["forecast"]
    assert shown["date"] is None
    assert [why["code"] for why in shown["reasons"]] == ["nobody_labels"]
    assert shown["reasons"][0]["figures"] == {"days": 7}
